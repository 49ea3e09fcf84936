package ai.radium.deployment.reconcile;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.Deployment;
import ai.radium.deployment.DeploymentState;
import ai.radium.deployment.DeploymentStore;
import ai.radium.deployment.Placements;
import ai.radium.deployment.Quota;
import ai.radium.deployment.Serverless;
import ai.radium.deployment.WantedDeployments;
import ai.radium.deployment.adapters.AdapterReconciler;
import ai.radium.deployment.catalogue.Models;
import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.ModelRuntime;
import ai.radium.deployment.runtime.Observation;
import ai.radium.deployment.runtime.Placement;
import ai.radium.deployment.runtime.Plan;
import ai.radium.deployment.standing.Standings;
import ai.radium.deployment.wakeup.Wakeups;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.telemetry.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Makes the runtime run what is stored, and stores what runs. It keeps nothing in memory: each look plans once from what
 * is desired and what there is, stores what the look showed, and does the plan's steps, so it may be killed at any line
 * and run again at any time. What customers are told (routes) is committed before a replica is taken away, and after it
 * came.
 */
@ApplicationScoped
class Reconciler {
    private static final Optional<Duration> AT_ONCE = Optional.of(Duration.ZERO);
    private static final Optional<Duration> WHEN_WOKEN = Optional.empty();

    private final DeploymentStore store;
    private final Models models;
    private final ModelRuntime runtime;
    private final Placements placements;
    private final Quota quota;
    private final Standings standings;
    private final Serverless serverless;
    private final WantedDeployments wanted;
    private final AdapterReconciler adapters;
    private final Wakeups wakeups;
    private final ReconcileConfig config;
    private final InstantSource clock;
    private final MeterRegistry meters;

    Reconciler(
            DeploymentStore store,
            Models models,
            ModelRuntime runtime,
            Placements placements,
            Quota quota,
            Standings standings,
            Serverless serverless,
            WantedDeployments wanted,
            AdapterReconciler adapters,
            Wakeups wakeups,
            ReconcileConfig config,
            InstantSource clock,
            MeterRegistry meters) {
        this.store = store;
        this.models = models;
        this.runtime = runtime;
        this.placements = placements;
        this.quota = quota;
        this.standings = standings;
        this.serverless = serverless;
        this.wanted = wanted;
        this.adapters = adapters;
        this.wakeups = wakeups;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
    }

    void start(@Observes StartupEvent ignored) {
        runtime.watch(wakeups::wake);
        wakeups.start(this::reconcile);
    }

    void stop(@Observes ShutdownEvent ignored) throws InterruptedException {
        wakeups.stop();
    }

    /** One look at a deployment, or at all of them; says when to look again if nothing happens before. */
    private Optional<Duration> reconcile(String key) {
        MDC.put(LogKeys.DEPLOYMENT_ID, key);
        boolean isSweep = key.equals(Wakeups.ALL);
        return meters.timer("radium.reconcile.looks", "kind", isSweep ? "sweep" : "deployment")
                .record(() -> isSweep ? sweep() : look(key));
    }

    private Optional<Duration> sweep() {
        serverless.ensure();
        wanted.make();
        Blocking.await(() -> store.read(store::ids)).forEach(wakeups::wake);
        return Optional.of(config.resync());
    }

    private Optional<Duration> look(String id) {
        Deployment deployment = Blocking.await(() -> store.read(session -> store.any(session, id)));
        if (deployment == null) {
            return WHEN_WOKEN;
        }
        return switch (deployment.state()) {
            case DeploymentState.Deleting ignored -> delete(id);
            case DeploymentState.Stopped ignored -> runtime.remove(id) ? WHEN_WOKEN : soon();
            case DeploymentState.Wanted ignored -> converge(deployment);
            case DeploymentState.Failed ignored -> runtime.remove(id) ? retry(deployment) : soon();
        };
    }

    private Optional<Duration> delete(String id) {
        if (!runtime.remove(id)) {
            return soon();
        }
        runtime.forget(id);
        Blocking.await(() -> store.forget(id));
        return WHEN_WOKEN;
    }

    /**
     * A failed deployment, of which nothing is left, from the start again, once its wait is over and there is something to
     * run. The sweep comes by often enough to see the end of the wait.
     */
    private Optional<Duration> retry(Deployment looked) {
        if (unpaid(looked) != null) {
            return WHEN_WOKEN;
        }
        if (looked.retryAt(config.retry(), config.longestRetry()).isAfter(clock.instant())) {
            return WHEN_WOKEN;
        }
        Map<String, ModelChanged> known = modelsOf(looked);
        Deployment followed = followed(looked, known);
        if (!followed.equals(looked)) {
            commit(looked, followed);
            return AT_ONCE;
        }
        if (placements.of(looked, known.get(looked.servedModel())) == null) {
            return WHEN_WOKEN;
        }
        Blocking.await(() -> store.commit(
                CrashPoint.CONVERGENCE_COMMIT,
                session -> store.inTurn(session, looked.account())
                        .chain(() -> store.ofAccount(session, looked.account()))
                        .chain(existing -> store.changeIfUnchanged(
                                session, looked, same -> quota.retried(existing, same, clock.instant())))));
        return AT_ONCE;
    }

    private Optional<Duration> converge(Deployment looked) {
        Map<String, ModelChanged> known = modelsOf(looked);
        Deployment taken = followed(looked, known).begun(clock.instant());
        if (!taken.equals(looked)) {
            commit(looked, taken);
            return AT_ONCE;
        }
        Failure unpaid = unpaid(looked);
        if (unpaid != null) {
            commit(looked, looked.observed(Observation.failed(unpaid), clock.instant()));
            return AT_ONCE;
        }
        Placement desired = placements.of(looked, known.get(looked.servedModel()));
        if (desired == null) {
            commit(looked, looked.observed(Observation.failed(withoutWeights(looked)), clock.instant()));
            return AT_ONCE;
        }
        Plan plan = runtime.plan(desired);
        Deployment observed = looked.observed(plan.observation(), clock.instant());
        if (!commit(looked, observed) || observed.state() instanceof DeploymentState.Failed) {
            return AT_ONCE;
        }
        Blocking.await(() -> store.saw(observed));
        plan.execute();
        adapters.wake(looked.id());
        return observed.isSettled() ? WHEN_WOKEN : soon();
    }

    /** Null while the account may spend. */
    private @Nullable Failure unpaid(Deployment deployment) {
        return Blocking.await(() -> store.read(session -> standings.failure(session, deployment.account())));
    }

    /** In line with the catalogue. */
    private Deployment followed(Deployment looked, Map<String, ModelChanged> known) {
        ModelChanged model = known.get(looked.modelId());
        return model == null ? looked : looked.serving(model, clock.instant());
    }

    /** Whether what was looked at is still what is stored; if not, nothing may be done that follows from the look. */
    private boolean commit(Deployment looked, Deployment next) {
        if (next.equals(looked)) {
            return true;
        }
        CrashPoint point = next.state() instanceof DeploymentState.Failed
                ? CrashPoint.FAILURE_COMMIT
                : CrashPoint.CONVERGENCE_COMMIT;
        Deployment stored = Blocking.await(() ->
                        store.commit(point, session -> store.changeIfUnchanged(session, looked, unchanged -> next)))
                .after();
        return !stored.equals(looked);
    }

    private Map<String, ModelChanged> modelsOf(Deployment deployment) {
        return Blocking.await(() ->
                store.read(session -> models.byIds(session, List.of(deployment.modelId(), deployment.servedModel()))));
    }

    private static Failure withoutWeights(Deployment deployment) {
        return new Failure(
                FailureReason.NO_CAPACITY,
                "this install has no weights of " + deployment.servedModel() + " and no stand-in for it");
    }

    private Optional<Duration> soon() {
        return Optional.of(config.poll());
    }
}
