package ai.radium.deployment;

import ai.radium.contracts.deployment.DeploymentChanged;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.DeploymentState.Active;
import ai.radium.deployment.DeploymentState.Failed;
import ai.radium.deployment.DeploymentState.Kept;
import ai.radium.deployment.DeploymentState.Pending;
import ai.radium.deployment.DeploymentState.Stopped;
import ai.radium.deployment.DeploymentState.Wanted;
import ai.radium.deployment.DeploymentState.Watched;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.Observation;
import ai.radium.deployment.runtime.Replica;
import ai.radium.kit.problem.ProblemException;
import ai.radium.process.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A customer's model in service. What an owner asks and the state does not allow is refused with INVALID_STATE.
 *
 * @param version grows with every stored change
 */
public record Deployment(
        Origin origin,
        String name,
        ServedModel model,
        DeploymentSpec spec,
        DeploymentState state,
        Rollout rollout,
        Instant updatedAt,
        long version) {
    static Deployment create(Origin origin, String name, ModelChanged model, DeploymentSpec spec) {
        ModelChanged.FineTuned made = model.fineTuned();
        List<RoutesChanged.Adapter> own =
                made == null ? List.of() : List.of(new RoutesChanged.Adapter(model.id(), made.account()));
        return new Deployment(
                origin, name, ServedModel.of(model), spec, new Pending(), Rollout.first(own), origin.createdAt(), 0);
    }

    public String id() {
        return origin.id();
    }

    public String account() {
        return origin.account();
    }

    public String modelId() {
        return model.id();
    }

    /** The model that answers. */
    public String servedModel() {
        return model.servedBy();
    }

    /** Whether its model is a fine-tuned one, whose adapter every replica has from its start. */
    public boolean isFineTuned() {
        return !own().isEmpty();
    }

    /** Whether other fine-tuned models may be loaded on its replicas now. */
    public boolean takesAdapters() {
        return state instanceof Wanted && !isFineTuned();
    }

    public boolean isServerless() {
        return origin.serverless();
    }

    public AdapterChoice adapterChoice() {
        return spec.adapters();
    }

    /** Replicas that take calls, each with what is known to be loaded on it. */
    public List<Replica> replicas() {
        return rollout.replicas();
    }

    /** The fine-tuned models that it answers for. */
    public List<RoutesChanged.Adapter> adapters() {
        return rollout.adapters();
    }

    public int desiredReplicas() {
        return state instanceof Wanted ? spec.desiredReplicas() : 0;
    }

    /** Whether nothing is left to do until something changes. */
    public boolean isSettled() {
        return switch (state) {
            case Active active -> active.shortfall() == null && rollout.isDone(desiredReplicas());
            case Stopped ignored -> true;
            case Failed ignored -> true;
            case Pending ignored -> false;
            case DeploymentState.Deploying ignored -> false;
            case DeploymentState.Deleting ignored -> false;
        };
    }

    /** Whether the only replica that takes calls has to be replaced. */
    boolean replacesItsOnlyReplica() {
        return state instanceof Wanted
                && spec.desiredReplicas() == 1
                && !rollout.replicas().isEmpty()
                && !rollout.isDone(1);
    }

    /** Taken up by the reconciler, if it was not before. */
    public Deployment begun(Instant now) {
        return state instanceof Pending pending ? in(pending.begin(), now) : this;
    }

    Deployment started(Instant now) {
        return in(kept().start(), now).failing(0);
    }

    /** Stopped, and no longer routed to. */
    Deployment stopped(Instant now) {
        return in(kept().stop(), now).failing(0);
    }

    Deployment deleted(Instant now) {
        return in(new DeploymentState.Deleting(), now);
    }

    Deployment restarted(Instant now) {
        if (state instanceof Stopped) {
            throw refused("A stopped deployment cannot be restarted; start it");
        }
        return with(name, model, spec, kept().change(), rollout.next().failing(0), now);
    }

    Deployment renamed(String other, Instant now) {
        return with(other, model, spec, state, rollout, now);
    }

    Deployment specified(DeploymentSpec other, Instant now) {
        if (spec.equals(other)) {
            return this;
        }
        Rollout next = spec.runsTheSameAs(other) ? rollout : rollout.next();
        return with(name, model, other, kept().change(), next.failing(0), now);
    }

    /** Follows the catalogue: another stand-in means other replicas. */
    public Deployment serving(ModelChanged changed, Instant now) {
        ServedModel other = ServedModel.of(changed);
        if (other.equals(model)) {
            return this;
        }
        Rollout next = other.servedBy().equals(model.servedBy()) ? rollout : rollout.next();
        return with(name, other, spec, state, next, now);
    }

    /** What the runtime showed, taken into the state: active when all replicas take calls, not active when none does. */
    public Deployment observed(Observation seen, Instant now) {
        if (!(state instanceof Wanted)) {
            return this;
        }
        DeploymentState next = state instanceof Watched watched
                ? watched.seen(seen.ready().size(), desiredReplicas(), seen.failure())
                : state;
        Rollout routed = rollout.routing(next instanceof Wanted ? seen.ready() : List.of());
        return next.equals(state) && routed.equals(rollout)
                ? this
                : in(next, now).routing(routed.replicas());
    }

    /**
     * With the fine-tuned models that callers are told of from now on.
     *
     * @param models that it answers for
     * @param loaded on which of the replicas that take calls, by their ids
     */
    public Deployment answering(List<RoutesChanged.Adapter> models, Map<String, List<String>> loaded) {
        return takesAdapters() ? with(name, model, spec, state, rollout.answering(models, loaded), updatedAt) : this;
    }

    /** When a failed deployment is tried again: the wait doubles with each failure in a row. */
    public Instant retryAt(Duration first, Duration longest) {
        Backoff waits = new Backoff(first.compareTo(longest) > 0 ? longest : first, longest, Duration.ZERO);
        return updatedAt.plus(waits.after(Math.max(1, rollout.failures())));
    }

    /** A failed one tried once more by itself, with all its failures in mind. */
    Deployment retried(Failed failed, Instant now) {
        return in(failed.retry(), now);
    }

    /** A failed one that failed once more before anything was tried. */
    Deployment refused(Failed failed, Failure reason, Instant now) {
        return in(failed.again(reason), now);
    }

    DeploymentChanged changed(long newVersion) {
        Failure problem = state.problem();
        return new DeploymentChanged(
                id(),
                account(),
                name,
                modelId(),
                state.status(),
                problem == null ? null : problem.reason().name(),
                desiredReplicas(),
                rollout.replicas().size(),
                rollout.revision(),
                newVersion);
    }

    RoutesChanged routes(long newVersion) {
        Failure problem = state.problem();
        return new RoutesChanged(
                id(),
                account(),
                name,
                modelId(),
                model.names(),
                servedModel(),
                origin.serverless(),
                state.status(),
                problem == null ? null : problem.reason().name(),
                rollout.revision(),
                origin.createdAt().toString(),
                rollout.replicas().stream()
                        .map(replica -> new RoutesChanged.Replica(
                                replica.id(), replica.address(), 1, isFineTuned() ? own() : replica.adapters()))
                        .toList(),
                rollout.adapters().isEmpty() ? null : rollout.adapters(),
                spec.billedBy(),
                newVersion);
    }

    private Kept kept() {
        if (state instanceof Kept kept) {
            return kept;
        }
        throw refused("The deployment is being deleted");
    }

    /** What wants no replicas is not routed to either, whatever still runs of it. */
    private Deployment in(DeploymentState next, Instant now) {
        Rollout routed = next instanceof Wanted ? rollout : withoutReplicas();
        return with(name, model, spec, next, routed.failing(failuresIn(next)), now);
    }

    private Rollout withoutReplicas() {
        List<RoutesChanged.Adapter> kept = isFineTuned() ? rollout.adapters() : List.of();
        return rollout.routing(List.of()).answering(kept, Map.of());
    }

    /** The adapter's id is the model's. */
    private List<String> own() {
        return rollout.adapters().stream()
                .map(RoutesChanged.Adapter::model)
                .filter(modelId()::equals)
                .toList();
    }

    private int failuresIn(DeploymentState next) {
        return switch (next) {
            case Failed ignored -> rollout.failures() + 1;
            case Active ignored -> 0;
            case Pending ignored -> rollout.failures();
            case DeploymentState.Deploying ignored -> rollout.failures();
            case Stopped ignored -> rollout.failures();
            case DeploymentState.Deleting ignored -> rollout.failures();
        };
    }

    private Deployment failing(int times) {
        return with(name, model, spec, state, rollout.failing(times), updatedAt);
    }

    private Deployment routing(List<Replica> ready) {
        return with(name, model, spec, state, rollout.routing(ready), updatedAt);
    }

    private Deployment with(
            String otherName,
            ServedModel served,
            DeploymentSpec specified,
            DeploymentState next,
            Rollout moved,
            Instant changedAt) {
        return new Deployment(origin, otherName, served, specified, next, moved, changedAt, version);
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(DeploymentProblem.INVALID_STATE, detail, "status");
    }
}
