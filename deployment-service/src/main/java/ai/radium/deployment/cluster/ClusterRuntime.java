package ai.radium.deployment.cluster;

import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.deployment.runtime.ModelRuntime;
import ai.radium.deployment.runtime.Observation;
import ai.radium.deployment.runtime.Placement;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Replicas as pods. */
public final class ClusterRuntime implements ModelRuntime {
    private final ClusterConfig config;
    private final Cluster cluster;
    private final InstantSource clock;

    public ClusterRuntime(ClusterConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        cluster = new Cluster(config);
    }

    @Override
    public Observation observe(Placement desired) {
        return new PodView(config.unschedulableAfter(), clock.instant()).of(cluster.pods(desired.deployment()));
    }

    @Override
    public void converge(Placement desired) {
        ClusterPlan plan = ClusterPlan.of(desired, config);
        CrashPoint.SERVICE_APPLY.before();
        cluster.apply(plan.service());
        CrashPoint.SERVICE_APPLY.after();
        CrashPoint.DEPLOYMENT_APPLY.before();
        cluster.apply(plan.deployment());
        CrashPoint.DEPLOYMENT_APPLY.after();
    }

    @Override
    public boolean remove(String deployment) {
        if (cluster.isEmptyOf(deployment)) {
            return true;
        }
        CrashPoint.DEPLOYMENT_DELETE.before();
        cluster.deleteDeployment(deployment);
        CrashPoint.DEPLOYMENT_DELETE.after();
        CrashPoint.SERVICE_DELETE.before();
        cluster.deleteService(deployment);
        CrashPoint.SERVICE_DELETE.after();
        return false;
    }

    @Override
    public void watch(Consumer<String> changed) {
        cluster.watch(changed);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
