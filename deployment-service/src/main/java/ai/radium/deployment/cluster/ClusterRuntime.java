package ai.radium.deployment.cluster;

import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.deployment.runtime.LogLine;
import ai.radium.deployment.runtime.ModelRuntime;
import ai.radium.deployment.runtime.Placement;
import ai.radium.deployment.runtime.Plan;
import ai.radium.deployment.runtime.Room;
import ai.radium.deployment.runtime.WorkerLog;
import ai.radium.deployment.runtime.WorkerSecret;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Replicas as pods. */
public final class ClusterRuntime implements ModelRuntime {
    private final ClusterConfig config;
    private final Cluster cluster;
    private final WorkerSecret secret;
    private final InstantSource clock;

    /**
     * By deployment: when a pod of it was last seen to make room, and at first when it was first looked at. The scheduler
     * is given its time from then on, before a pod without a place is called one.
     */
    private final Map<String, Instant> roomMadeAt = new ConcurrentHashMap<>();

    public ClusterRuntime(ClusterConfig config, WorkerSecret secret, InstantSource clock) {
        this.config = config;
        this.secret = secret;
        this.clock = clock;
        cluster = new Cluster(config);
    }

    @Override
    public Plan plan(Placement desired) {
        List<Pod> pods = cluster.pods(desired.deployment());
        PodView view = new PodView(pods, desired.replicas(), patienceEnds(desired.deployment()));
        if (view.hasEnding()) {
            roomMadeAt.put(desired.deployment(), clock.instant());
        }
        String token = secret.tokenOf(desired.deployment());
        ClusterPlan manifests = ClusterPlan.of(desired, token, view.replacement(), config);
        return new Plan(view.observation(), () -> apply(manifests, desired, token));
    }

    @Override
    public boolean remove(String deployment) {
        if (cluster.isEmptyOf(deployment)) {
            roomMadeAt.remove(deployment);
            return true;
        }
        cluster.deleteSecret(deployment);
        cluster.deleteDeployment(deployment);
        cluster.deleteService(deployment);
        return false;
    }

    /** Pods keep nothing. */
    @Override
    public void forget(String deployment) {}

    /** To ask for all nodes and all their pods would need rights over the whole cluster. */
    @Override
    public Room room(Placement desired) {
        return Room.UNKNOWN;
    }

    @Override
    public List<LogLine> logs(String deployment) {
        return cluster.pods(deployment).stream()
                .flatMap(pod -> lines(pod).stream())
                .toList();
    }

    @Override
    public boolean hasAccelerators() {
        return true;
    }

    @Override
    public void watch(Consumer<String> changed) {
        cluster.watch(changed);
    }

    @Override
    public void close() {
        cluster.close();
    }

    private void apply(ClusterPlan manifests, Placement desired, String token) {
        cluster.apply(CrashPoint.SERVICE_APPLY, manifests.service());
        Deployment owner = cluster.apply(CrashPoint.DEPLOYMENT_APPLY, manifests.deployment());
        cluster.apply(CrashPoint.SECRET_APPLY, WorkerCredential.secret(desired, token, owner));
    }

    private Instant patienceEnds(String deployment) {
        Instant limit = clock.instant().minus(config.unschedulableAfter());
        Instant made = roomMadeAt.computeIfAbsent(deployment, first -> clock.instant());
        return made.isAfter(limit) ? Instant.MIN : limit;
    }

    private List<LogLine> lines(Pod pod) {
        Stream<String> written = cluster.lastLines(pod, WorkerLog.MOST_LINES).stream();
        return WorkerLog.read(pod.getMetadata().getName(), written);
    }
}
