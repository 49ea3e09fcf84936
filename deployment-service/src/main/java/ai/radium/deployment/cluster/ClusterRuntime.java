package ai.radium.deployment.cluster;

import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.deployment.runtime.ModelRuntime;
import ai.radium.deployment.runtime.Observation;
import ai.radium.deployment.runtime.Placement;
import ai.radium.deployment.runtime.WorkerSecret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Replicas as pods. */
public final class ClusterRuntime implements ModelRuntime {
    private final ClusterConfig config;
    private final Cluster cluster;
    private final WorkerSecret secret;
    private final InstantSource clock;

    public ClusterRuntime(ClusterConfig config, WorkerSecret secret, InstantSource clock) {
        this.config = config;
        this.secret = secret;
        this.clock = clock;
        cluster = new Cluster(config);
    }

    @Override
    public Observation observe(Placement desired) {
        return new PodView(config.unschedulableAfter(), clock.instant()).of(cluster.pods(desired.deployment()));
    }

    @Override
    public void converge(Placement desired) {
        String token = secret.tokenOf(desired.deployment());
        ClusterPlan plan = ClusterPlan.of(desired, token, config);
        CrashPoint.SERVICE_APPLY.before();
        cluster.apply(plan.service());
        CrashPoint.SERVICE_APPLY.after();
        CrashPoint.DEPLOYMENT_APPLY.before();
        Deployment owner = cluster.apply(plan.deployment());
        CrashPoint.DEPLOYMENT_APPLY.after();
        CrashPoint.SECRET_APPLY.before();
        cluster.apply(WorkerCredential.secret(desired, token, owner));
        CrashPoint.SECRET_APPLY.after();
    }

    @Override
    public boolean remove(String deployment) {
        if (cluster.isEmptyOf(deployment)) {
            return true;
        }
        CrashPoint.SECRET_DELETE.before();
        cluster.deleteSecret(deployment);
        CrashPoint.SECRET_DELETE.after();
        CrashPoint.DEPLOYMENT_DELETE.before();
        cluster.deleteDeployment(deployment);
        CrashPoint.DEPLOYMENT_DELETE.after();
        CrashPoint.SERVICE_DELETE.before();
        cluster.deleteService(deployment);
        CrashPoint.SERVICE_DELETE.after();
        return false;
    }

    /** Pods keep nothing. */
    @Override
    public void forget(String deployment) {}

    @Override
    public void watch(Consumer<String> changed) {
        cluster.watch(changed);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
