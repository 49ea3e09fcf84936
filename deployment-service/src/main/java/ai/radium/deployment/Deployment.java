package ai.radium.deployment;

import ai.radium.contracts.deployment.DeploymentChanged;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.Observation;
import ai.radium.deployment.runtime.Replica;
import java.time.Duration;
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
 * @param failures in a row; 0 once it ran, or its owner changed or started it
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
        int failures,
        List<Replica> replicas,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    /** 2^20 times any first wait is longer than any longest one. */
    private static final int MOST_DOUBLINGS = 20;

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
                0,
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
        return in(state.start(), now).failing(0);
    }

    /** Stopped, and no longer routed to. */
    Deployment stopped(Instant now) {
        return in(state.stop(), now).failing(0);
    }

    Deployment deleted(Instant now) {
        return in(state.delete(), now);
    }

    Deployment restarted(Instant now) {
        return copy(name, names, servedModel, spec, state.restart(), revision + 1, 0, replicas, now);
    }

    /** Tried once more by itself, with all its failures in mind. */
    Deployment retried(Instant now) {
        return in(state.retry(), now);
    }

    /** Failed once more before anything was tried. */
    Deployment refused(Failure reason, Instant now) {
        return in(state.fail(reason), now);
    }

    /** When a failed deployment is tried again: the wait doubles with each failure in a row. */
    Instant retryAt(Duration first, Duration longest) {
        Duration wait = first.multipliedBy(1L << Math.clamp(failures - 1, 0, MOST_DOUBLINGS));
        return updatedAt.plus(wait.compareTo(longest) > 0 ? longest : wait);
    }

    Deployment renamed(String other, Instant now) {
        return copy(other, names, servedModel, spec, state, revision, failures, replicas, now);
    }

    Deployment specified(DeploymentSpec other, Instant now) {
        if (spec.equals(other)) {
            return this;
        }
        int next = spec.runsTheSameAs(other) ? revision : revision + 1;
        return copy(name, names, servedModel, other, state.change(), next, 0, replicas, now);
    }

    /** Follows the catalogue: another stand-in means other replicas. */
    Deployment serving(ModelChanged model, Instant now) {
        String served = servedBy(model);
        if (served.equals(servedModel) && namesOf(model).equals(names)) {
            return this;
        }
        int next = served.equals(servedModel) ? revision : revision + 1;
        return copy(name, namesOf(model), served, spec, state, next, failures, replicas, now);
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

    /** What wants no replicas is not routed to either, whatever still runs of it. */
    private Deployment in(DeploymentState next, Instant now) {
        List<Replica> routed = next.wantsReplicas() ? replicas : List.of();
        return copy(name, names, servedModel, spec, next, revision, failuresIn(next), routed, now);
    }

    private int failuresIn(DeploymentState next) {
        return switch (next) {
            case DeploymentState.Failed ignored -> failures + 1;
            case DeploymentState.Active ignored -> 0;
            case DeploymentState.Pending ignored -> failures;
            case DeploymentState.Deploying ignored -> failures;
            case DeploymentState.Stopped ignored -> failures;
            case DeploymentState.Deleting ignored -> failures;
        };
    }

    private Deployment with(List<Replica> ready) {
        List<Replica> routed = state.wantsReplicas() ? ready : List.of();
        return copy(name, names, servedModel, spec, state, revision, failures, routed, updatedAt);
    }

    private Deployment failing(int times) {
        return copy(name, names, servedModel, spec, state, revision, times, replicas, updatedAt);
    }

    private Deployment copy(
            String otherName,
            List<String> otherNames,
            String served,
            DeploymentSpec specified,
            DeploymentState next,
            int nextRevision,
            int times,
            List<Replica> routed,
            Instant changedAt) {
        return new Deployment(
                id,
                account,
                otherName,
                modelId,
                otherNames,
                served,
                specified,
                next,
                serverless,
                nextRevision,
                times,
                routed,
                createdAt,
                changedAt,
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
