package ai.radium.deployment;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.ModelRuntime;
import ai.radium.deployment.runtime.Observation;
import ai.radium.deployment.runtime.Placement;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.telemetry.LogKeys;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Makes the runtime run what is stored, and stores what runs. It keeps nothing in memory: each look compares what is
 * desired with what there is and does one step, so it may be killed at any line and run again at any time. What customers
 * are told (routes) is committed before a replica is taken away, and after it came.
 */
@ApplicationScoped
class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private final DeploymentStore store;
    private final Models models;
    private final ModelRuntime runtime;
    private final Accelerators accelerators;
    private final Quota quota;
    private final Serverless serverless;
    private final Wakeups wakeups;
    private final DeploymentConfig config;
    private final InstantSource clock = InstantSource.system();

    Reconciler(
            DeploymentStore store,
            Models models,
            ModelRuntime runtime,
            Accelerators accelerators,
            Quota quota,
            Serverless serverless,
            Wakeups wakeups,
            DeploymentConfig config) {
        this.store = store;
        this.models = models;
        this.runtime = runtime;
        this.accelerators = accelerators;
        this.quota = quota;
        this.serverless = serverless;
        this.wakeups = wakeups;
        this.config = config;
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
        return key.equals(Wakeups.ALL) ? sweep() : look(key);
    }

    private Optional<Duration> sweep() {
        serverless.ensure();
        Blocking.await(() -> store.read(store::ids)).forEach(wakeups::wake);
        return Optional.of(config.resync());
    }

    private Optional<Duration> look(String id) {
        Deployment deployment = Blocking.await(() -> store.read(session -> store.any(session, id)));
        if (deployment == null) {
            return Optional.empty();
        }
        return switch (deployment.state()) {
            case DeploymentState.Deleting ignored -> delete(id);
            case DeploymentState.Stopped ignored -> runtime.remove(id) ? Optional.empty() : soon();
            case DeploymentState.Pending ignored -> converge(deployment);
            case DeploymentState.Deploying ignored -> converge(deployment);
            case DeploymentState.Active ignored -> converge(deployment);
            case DeploymentState.Failed ignored -> runtime.remove(id) ? retry(deployment) : soon();
        };
    }

    private Optional<Duration> delete(String id) {
        if (!runtime.remove(id)) {
            return soon();
        }
        runtime.forget(id);
        Blocking.await(() -> store.commit(CrashPoint.FORGET_COMMIT, session -> store.forget(session, id)));
        return Optional.empty();
    }

    /**
     * A failed deployment, of which nothing is left, from the start again, once its wait is over and there is something to
     * run. The sweep comes by often enough to see the end of the wait.
     */
    private Optional<Duration> retry(Deployment looked) {
        if (looked.retryAt(config.retry(), config.longestRetry()).isAfter(clock.instant())) {
            return Optional.empty();
        }
        Map<String, ModelChanged> known = modelsOf(looked);
        Deployment failed = prepared(looked, known.get(looked.modelId()));
        if (!failed.servedModel().equals(looked.servedModel())) {
            return Optional.of(Duration.ZERO);
        }
        if (placement(failed, known.get(failed.servedModel())) == null) {
            return Optional.empty();
        }
        Blocking.await(() -> store.commit(
                CrashPoint.CONVERGENCE_COMMIT,
                session -> store.inTurn(session, failed.account())
                        .chain(() -> store.ofAccount(session, failed.account()))
                        .chain(existing -> store.changeIfUnchanged(
                                session, failed, same -> quota.retried(existing, same, clock.instant())))));
        return Optional.of(Duration.ZERO);
    }

    private Optional<Duration> converge(Deployment looked) {
        Map<String, ModelChanged> known = modelsOf(looked);
        Deployment deployment = prepared(looked, known.get(looked.modelId()));
        if (!deployment.servedModel().equals(looked.servedModel())) {
            return Optional.of(Duration.ZERO);
        }
        Placement desired = placement(deployment, known.get(deployment.servedModel()));
        if (desired == null) {
            store(deployment, Observation.failed(withoutWeights(deployment)));
            return Optional.of(Duration.ZERO);
        }
        Deployment stored = store(deployment, runtime.observe(desired));
        if (stored.state() instanceof DeploymentState.Failed) {
            return Optional.of(Duration.ZERO);
        }
        runtime.converge(desired);
        return stored.isSettled() ? Optional.empty() : soon();
    }

    /** Taken up, and in line with the catalogue. */
    private Deployment prepared(Deployment looked, @Nullable ModelChanged model) {
        boolean isNew = looked.state() instanceof DeploymentState.Pending;
        Deployment followed = model == null ? looked : looked.serving(model, clock.instant());
        Deployment next = isNew ? followed.begun(clock.instant()) : followed;
        return next.equals(looked) ? looked : commit(looked, next);
    }

    private Deployment store(Deployment looked, Observation seen) {
        Deployment next = looked.observed(seen, clock.instant());
        return next.equals(looked) ? looked : commit(looked, next);
    }

    private Deployment commit(Deployment looked, Deployment next) {
        CrashPoint point = next.state() instanceof DeploymentState.Failed
                ? CrashPoint.FAILURE_COMMIT
                : CrashPoint.CONVERGENCE_COMMIT;
        Deployment stored = Blocking.await(
                () -> store.commit(point, session -> store.changeIfUnchanged(session, looked, unchanged -> next)));
        if (!stored.state().equals(looked.state())) {
            LOG.infof("deployment is %s", stored.state());
        }
        return stored;
    }

    private Map<String, ModelChanged> modelsOf(Deployment deployment) {
        return Blocking.await(() ->
                store.read(session -> models.byIds(session, List.of(deployment.modelId(), deployment.servedModel()))));
    }

    private @Nullable Placement placement(Deployment deployment, @Nullable ModelChanged served) {
        if (served == null || served.weights() == null) {
            return null;
        }
        return new Placement(
                deployment.id(),
                deployment.revision(),
                deployment.desiredReplicas(),
                accelerators.named(deployment.spec().acceleratorType()),
                deployment.spec().acceleratorCount(),
                deployment.modelId(),
                served.id(),
                served.weights(),
                served.contextTokens());
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
