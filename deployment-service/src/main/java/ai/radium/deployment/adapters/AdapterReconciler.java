package ai.radium.deployment.adapters;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.AdapterChoice;
import ai.radium.deployment.Deployment;
import ai.radium.deployment.DeploymentStore;
import ai.radium.deployment.catalogue.Models;
import ai.radium.deployment.runtime.Adapter;
import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.deployment.runtime.Replica;
import ai.radium.deployment.wakeup.Wakeups;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import io.grpc.StatusRuntimeException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Makes replicas hold the fine-tuned models of their base that callers may ask for, and stores which do. Each look asks every
 * replica anew; so a replica that was started again, or a service that was, gets and learns what is missing.
 */
@ApplicationScoped
public class AdapterReconciler {
    private static final Logger LOG = Logger.getLogger(AdapterReconciler.class);
    private static final Optional<Duration> AT_ONCE = Optional.of(Duration.ZERO);
    private static final Optional<Duration> WHEN_WOKEN = Optional.empty();

    private final DeploymentStore store;
    private final Models models;
    private final WorkerAdapters workers;
    private final AdapterSteps steps;
    private final AdapterConfig config;
    private final Wakeups wakeups;
    private final Set<Replica> silent = ConcurrentHashMap.newKeySet();

    AdapterReconciler(
            DeploymentStore store,
            Models models,
            WorkerAdapters workers,
            AdapterSteps steps,
            AdapterConfig config,
            InstantSource clock) {
        this.store = store;
        this.models = models;
        this.workers = workers;
        this.steps = steps;
        this.config = config;
        wakeups = new Wakeups(clock);
    }

    void start(@Observes StartupEvent ignored) {
        wakeups.start(this::reconcile);
    }

    void stop(@Observes ShutdownEvent ignored) throws InterruptedException {
        steps.stop();
        wakeups.stop();
    }

    /** After a look at the deployment: what it runs, or what the catalogue has, may have changed. Does not wait. */
    public void wake(String deployment) {
        wakeups.wake(deployment);
    }

    private Optional<Duration> reconcile(String key) {
        if (key.equals(Wakeups.ALL)) {
            Blocking.await(() -> store.read(store::ids)).forEach(wakeups::wake);
            return WHEN_WOKEN;
        }
        return look(key);
    }

    private Optional<Duration> look(String id) {
        Deployment deployment = Blocking.await(() -> store.read(session -> store.any(session, id)));
        if (deployment == null || !deployment.takesAdapters()) {
            steps.forget(id);
            return WHEN_WOKEN;
        }
        List<ModelChanged> made = madeOfItsModel(deployment);
        if (made.isEmpty() && deployment.adapters().isEmpty()) {
            return WHEN_WOKEN;
        }
        AdapterPlan plan = AdapterPlan.of(
                wanted(deployment, made),
                deployment.adapters(),
                deployment.replicas().stream().map(replica -> seen(id, replica)).toList());
        if (!commit(deployment, deployment.answering(plan.answered(), plan.loaded()))) {
            return AT_ONCE;
        }
        return steps.begin(id, plan.steps(), () -> wakeups.wake(id));
    }

    /** Deleted ones too: they may still be loaded. */
    private List<ModelChanged> madeOfItsModel(Deployment deployment) {
        String account = deployment.isServerless() ? "" : deployment.account();
        return Blocking.await(
                () -> store.read(session -> models.madeOf(session, deployment.modelId(), account, config.most())));
    }

    private List<Adapter> wanted(Deployment deployment, List<ModelChanged> made) {
        boolean takesAny =
                deployment.isServerless() ? config.serverless() : deployment.adapterChoice() == AdapterChoice.AUTO;
        if (!takesAny) {
            return List.of();
        }
        ModelChanged served = Blocking.await(
                        () -> store.read(session -> models.byIds(session, List.of(deployment.servedModel()))))
                .get(deployment.servedModel());
        return made.stream()
                .filter(ModelChanged::active)
                .filter(model -> served != null && fits(model, served))
                .map(Adapter::of)
                .toList();
    }

    /** An adapter is made for one file of weights: over others, such as a stand-in's, it says nothing of use. */
    private static boolean fits(ModelChanged model, ModelChanged served) {
        return model.weights() != null
                && served.weights() != null
                && model.weights().sha256().equals(served.weights().sha256());
    }

    private SeenReplica seen(String deployment, Replica replica) {
        Replica itself = replica.with(List.of());
        try {
            SeenReplica seen = new SeenReplica(replica, workers.loaded(deployment, replica));
            silent.remove(itself);
            return seen;
        } catch (StatusRuntimeException e) {
            if (silent.add(itself)) {
                LogLine.to(LOG)
                        .with(LogKeys.DEPLOYMENT_ID, deployment)
                        .with("replica", replica.id())
                        .with(LogKeys.CAUSE, e.getMessage())
                        .warn("replica does not say which adapters it has; it is asked again");
            }
            return new SeenReplica(replica, null);
        }
    }

    /** Whether what was looked at is still what is stored; if not, nothing may be done that follows from the look. */
    private boolean commit(Deployment looked, Deployment next) {
        return next.equals(looked)
                || !Blocking.await(() -> store.commit(
                                CrashPoint.CONVERGENCE_COMMIT,
                                session -> store.changeIfUnchanged(session, looked, unchanged -> next)))
                        .after()
                        .equals(looked);
    }
}
