package ai.radium.deployment;

import ai.radium.contracts.deployment.DeploymentChanged;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.Observation;
import ai.radium.deployment.runtime.Replica;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A customer's model in service.
 *
 * @param names every name of its model, the model's id first
 * @param servedModel the model that answers; differs from {@code modelId} for a declared stand-in
 * @param serverless whether every account may call it by the model's names
 * @param revision grows whenever running replicas have to be replaced
 * @param replicas that take calls
 * @param version grows with every stored change
 */
record Deployment(
        String id,
        String account,
        String name,
        String modelId,
        List<String> names,
        String servedModel,
        DeploymentSpec spec,
        DeploymentState state,
        boolean serverless,
        int revision,
        List<Replica> replicas,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    Deployment {
        names = List.copyOf(names);
        replicas = List.copyOf(replicas);
    }

    static Deployment create(
            String id,
            String account,
            String name,
            ModelChanged model,
            DeploymentSpec spec,
            boolean serverless,
            Instant now) {
        return new Deployment(
                id,
                account,
                name,
                model.id(),
                namesOf(model),
                servedBy(model),
                spec,
                new DeploymentState.Pending(),
                serverless,
                1,
                List.of(),
                now,
                now,
                0);
    }

    int desiredReplicas() {
        return state.wantsReplicas() ? spec.desiredReplicas() : 0;
    }

    /** Whether nothing is left to do until something changes. */
    boolean isSettled() {
        return switch (state) {
            case DeploymentState.Active active -> active.shortfall() == null && replicas.size() == desiredReplicas();
            case DeploymentState.Stopped ignored -> true;
            case DeploymentState.Failed ignored -> true;
            case DeploymentState.Pending ignored -> false;
            case DeploymentState.Deploying ignored -> false;
            case DeploymentState.Deleting ignored -> false;
        };
    }

    Deployment begun(Instant now) {
        return in(state.begin(), now);
    }

    Deployment started(Instant now) {
        return in(state.start(), now);
    }

    /** Stopped, and no longer routed to. */
    Deployment stopped(Instant now) {
        return in(state.stop(), now).with(List.of());
    }

    Deployment deleted(Instant now) {
        return in(state.delete(), now).with(List.of());
    }

    Deployment restarted(Instant now) {
        return in(state.restart(), now).at(revision + 1);
    }

    Deployment renamed(String other, Instant now) {
        return new Deployment(
                id,
                account,
                other,
                modelId,
                names,
                servedModel,
                spec,
                state,
                serverless,
                revision,
                replicas,
                createdAt,
                now,
                version);
    }

    Deployment specified(DeploymentSpec other, Instant now) {
        if (spec.equals(other)) {
            return this;
        }
        return new Deployment(
                id,
                account,
                name,
                modelId,
                names,
                servedModel,
                other,
                state.change(),
                serverless,
                spec.runsTheSameAs(other) ? revision : revision + 1,
                replicas,
                createdAt,
                now,
                version);
    }

    /** Follows the catalogue: another stand-in means other replicas. */
    Deployment serving(ModelChanged model, Instant now) {
        String served = servedBy(model);
        if (served.equals(servedModel) && namesOf(model).equals(names)) {
            return this;
        }
        return new Deployment(
                id,
                account,
                name,
                modelId,
                namesOf(model),
                served,
                spec,
                state,
                serverless,
                served.equals(servedModel) ? revision : revision + 1,
                replicas,
                createdAt,
                now,
                version);
    }

    /** What the runtime showed, taken into the state: active when all replicas take calls, not active when none does. */
    Deployment observed(Observation seen, Instant now) {
        if (!state.wantsReplicas()) {
            return this;
        }
        Deployment next = in(after(seen), now).with(seen.ready());
        return next.state.equals(state) && next.replicas.equals(replicas) ? this : next;
    }

    DeploymentChanged changed(long newVersion) {
        Failure problem = state.problem();
        return new DeploymentChanged(
                id,
                account,
                name,
                modelId,
                state.status(),
                problem == null ? null : problem.reason().name(),
                desiredReplicas(),
                replicas.size(),
                revision,
                newVersion);
    }

    RoutesChanged routes(long newVersion) {
        Failure problem = state.problem();
        return new RoutesChanged(
                id,
                account,
                name,
                modelId,
                names,
                servedModel,
                serverless,
                state.status(),
                problem == null ? null : problem.reason().name(),
                revision,
                createdAt.toString(),
                replicas.stream()
                        .map(replica -> new RoutesChanged.Replica(replica.id(), replica.address(), 1, List.of()))
                        .toList(),
                newVersion);
    }

    private DeploymentState after(Observation seen) {
        int ready = seen.ready().size();
        @Nullable Failure failure = seen.failure();
        DeploymentState now = state instanceof DeploymentState.Active && ready == 0 ? state.lose() : state;
        if (now instanceof DeploymentState.Pending) {
            return now;
        }
        if (ready >= desiredReplicas()) {
            return now.ready();
        }
        return failure == null ? now : now.fail(failure);
    }

    private Deployment in(DeploymentState next, Instant now) {
        return new Deployment(
                id,
                account,
                name,
                modelId,
                names,
                servedModel,
                spec,
                next,
                serverless,
                revision,
                replicas,
                createdAt,
                now,
                version);
    }

    private Deployment with(List<Replica> ready) {
        return new Deployment(
                id,
                account,
                name,
                modelId,
                names,
                servedModel,
                spec,
                state,
                serverless,
                revision,
                ready,
                createdAt,
                updatedAt,
                version);
    }

    private Deployment at(int next) {
        return new Deployment(
                id,
                account,
                name,
                modelId,
                names,
                servedModel,
                spec,
                state,
                serverless,
                next,
                replicas,
                createdAt,
                updatedAt,
                version);
    }

    private static List<String> namesOf(ModelChanged model) {
        return Stream.concat(Stream.of(model.id()), model.aliases().stream())
                .distinct()
                .toList();
    }

    private static String servedBy(ModelChanged model) {
        return model.servedBy() == null ? model.id() : model.servedBy();
    }
}
