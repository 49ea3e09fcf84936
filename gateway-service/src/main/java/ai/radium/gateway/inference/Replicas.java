package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.gateway.routes.Route;
import ai.radium.gateway.worker.CallListener;
import ai.radium.gateway.worker.ReplicaWork;
import ai.radium.gateway.worker.Rpc;
import ai.radium.gateway.worker.WorkerCall;
import ai.radium.gateway.worker.Workers;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Chooses the replica of a deployment that answers, by its load from this loop, and calls it. */
final class Replicas {
    /** More than any replica's load: one that was tried is asked again only if there is no other. */
    private static final int TRIED = 10_000_000;

    private final Workers workers;

    Replicas(Workers workers) {
        this.workers = workers;
    }

    /** The least loaded replica; null when the deployment has none that can be called. */
    @Nullable
    Replica leastLoaded(Route route) {
        return leastLoaded(route, "");
    }

    /** @param tried id of a replica that comes last */
    @Nullable
    Replica leastLoaded(Route route, String tried) {
        if (route.deployment().status() != DeploymentStatus.ACTIVE) {
            return null;
        }
        List<Replica> replicas = route.replicas();
        Replica best = null;
        int bestLoad = Integer.MAX_VALUE;
        int offset = replicas.size() < 2 ? 0 : ThreadLocalRandom.current().nextInt(replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            Replica replica = replicas.get((i + offset) % replicas.size());
            int load = workers.load(replica.address()) + (replica.id().equals(tried) ? TRIED : 0);
            if (load < bestLoad) {
                best = replica;
                bestLoad = load;
            }
        }
        return best;
    }

    /** @param message is released */
    WorkerCall call(Attempt attempt, Replica replica, Rpc rpc, ByteBuf message, CallListener listener) {
        String deployment = attempt.call().route().deployment().deploymentId();
        return workers.call(replica.address(), deployment, rpc, attempt.span(), message, listener);
    }

    /** The replica behind that work failed by its own fault: others come first for a while. */
    void avoid(ReplicaWork work) {
        workers.avoid(work.address());
    }
}
