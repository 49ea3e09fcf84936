package ai.radium.deployment;

import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.catalogue.Accelerators;
import ai.radium.deployment.catalogue.Models;
import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.deployment.wakeup.Wakeups;
import ai.radium.kit.audit.AuditTrail;
import ai.radium.kit.database.AfterCommit;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What customers do with deployments. What they ask is stored; the reconciler makes it real. */
@ApplicationScoped
class Deployments {
    private static final int LONGEST_NAME = 63;

    private final DeploymentStore store;
    private final Models models;
    private final DeploymentViews views;
    private final DeploymentAnswers answers;
    private final Accelerators accelerators;
    private final Quota quota;
    private final Wakeups wakeups;
    private final ObjectMapper json;
    private final BilledBy billedByDefault;
    private final InstantSource clock;

    Deployments(
            DeploymentStore store,
            Models models,
            DeploymentViews views,
            DeploymentAnswers answers,
            Accelerators accelerators,
            Quota quota,
            Wakeups wakeups,
            ObjectMapper json,
            DeploymentConfig config,
            InstantSource clock) {
        this.store = store;
        this.models = models;
        this.views = views;
        this.answers = answers;
        this.accelerators = accelerators;
        this.quota = quota;
        this.wakeups = wakeups;
        this.json = json;
        billedByDefault = config.billing();
        this.clock = clock;
    }

    Uni<DeploymentPage> list(String account, @Nullable DeploymentStatus status, Page page) {
        return store.read(session -> store.page(session, account, status, page)
                .chain(found -> views.of(session, found))
                .chain(list -> store.count(session, account, status).map(total -> new DeploymentPage(list, total))));
    }

    /** With what only the page of one deployment shows. */
    Uni<DeploymentAnswer> get(String account, String id) {
        return store.read(session -> store.owned(session, account, id).chain(owned -> answers.of(session, owned)));
    }

    /**
     * @throws ProblemException naming the field; MODEL_NOT_FOUND, ACCELERATOR_TOO_SMALL, DEPLOYMENT_NAME_TAKEN, and what
     *     {@link Quota#admit} refuses
     */
    Uni<DeploymentAnswer> create(String account, CreateDeployment body) {
        return store.commit(CrashPoint.CREATE_COMMIT, session -> created(session, account, body))
                .chain(this::done);
    }

    /** The same in the session's transaction. */
    Uni<Transition> created(Mutiny.Session session, String account, CreateDeployment body) {
        String name = name(Require.text(body.name(), "name"));
        String modelId = Require.text(body.modelId(), "modelId");
        Configuration asked = body.configuration() == null ? Configuration.DEFAULT : body.configuration();
        return store.inTurn(session, account)
                .chain(() -> model(session, modelId, account))
                .map(model -> created(account, name, model, asked))
                .call(created -> refuseTakenName(session, account, name))
                .call(created -> admit(session, created))
                .chain(created -> store.insert(session, created));
    }

    /**
     * Another deployment of the same model; it is held to quota as any.
     *
     * @throws ProblemException naming the field; DEPLOYMENT_NOT_FOUND, and what {@link #create} refuses
     */
    Uni<DeploymentAnswer> copy(String account, String id, CloneDeployment body) {
        String name = Require.text(body.name(), "name");
        return store.read(session -> store.owned(session, account, id)).chain(one -> {
            try {
                Configuration merged = Configuration.of(one.spec()).mergedWith(body.configuration(), json);
                return create(account, new CreateDeployment(name, one.modelId(), merged));
            } catch (JsonProcessingException e) {
                return Uni.createFrom().failure(e);
            }
        });
    }

    /**
     * @throws ProblemException naming the field; DEPLOYMENT_NOT_FOUND, INVALID_STATE, DEPLOYMENT_NAME_TAKEN, and what
     *     {@link Quota#admit} refuses
     */
    Uni<DeploymentAnswer> update(String account, String id, UpdateDeployment body) {
        return change(
                account,
                id,
                (session, current) -> named(session, current, body)
                        .chain(renamed -> specified(session, renamed, body))
                        .map(changed -> inStatus(changed, body.status())));
    }

    Uni<DeploymentAnswer> start(String account, String id) {
        return change(account, id, current -> current.started(clock.instant()));
    }

    Uni<DeploymentAnswer> stop(String account, String id) {
        return change(account, id, current -> current.stopped(clock.instant()));
    }

    Uni<DeploymentAnswer> restart(String account, String id) {
        return change(account, id, current -> current.restarted(clock.instant()));
    }

    Uni<Transition> delete(String account, String id) {
        return commit(
                        CrashPoint.DELETE_COMMIT,
                        account,
                        id,
                        (session, current) -> Uni.createFrom().item(current.deleted(clock.instant())))
                .invoke(deleted -> AfterCommit.run(() -> wakeups.wake(id)));
    }

    private Uni<DeploymentAnswer> change(String account, String id, UnaryOperator<Deployment> change) {
        return change(account, id, (session, current) -> Uni.createFrom().item(change.apply(current)));
    }

    private Uni<DeploymentAnswer> change(String account, String id, Change change) {
        return commit(
                        CrashPoint.UPDATE_COMMIT,
                        account,
                        id,
                        (session, current) -> change.apply(session, current).call(changed -> admit(session, changed)))
                .chain(this::done);
    }

    private Uni<Transition> commit(CrashPoint point, String account, String id, Change change) {
        return store.commit(
                        point,
                        session -> store.inTurn(session, account)
                                .chain(() ->
                                        store.change(session, account, id, current -> change.apply(session, current))))
                .invoke(Deployments::sayIfNothingChanged);
    }

    private static void sayIfNothingChanged(Transition change) {
        if (change.after().equals(change.before())) {
            AuditTrail.nothingChanged();
        }
    }

    private Deployment created(String account, String name, ModelChanged model, Configuration asked) {
        Origin origin = new Origin(Ids.next("dep"), account, false, clock.instant());
        return Deployment.create(origin, name, model, asked.toSpec(model, accelerators, billedByDefault));
    }

    private Uni<DeploymentAnswer> done(Transition change) {
        return answers.ofChanged(change.after())
                .onTermination()
                .invoke(() -> AfterCommit.run(() -> wakeups.wake(change.after().id())));
    }

    private Uni<ModelChanged> model(Mutiny.Session session, String name, String account) {
        return models.named(session, name, account).map(model -> {
            if (model == null) {
                throw new ProblemException(DeploymentProblem.MODEL_NOT_FOUND, "Model not found", "modelId");
            }
            return model;
        });
    }

    private Uni<Deployment> named(Mutiny.Session session, Deployment current, UpdateDeployment body) {
        if (body.modelId() != null && !current.model().names().contains(body.modelId())) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST, "modelId of a deployment cannot be changed", "modelId");
        }
        if (body.name() == null || body.name().equals(current.name())) {
            return Uni.createFrom().item(current);
        }
        String name = name(Require.text(body.name(), "name"));
        return refuseTakenName(session, current.account(), name)
                .replaceWith(() -> current.renamed(name, clock.instant()));
    }

    private Uni<Deployment> specified(Mutiny.Session session, Deployment current, UpdateDeployment body) {
        if (body.configuration() == null) {
            return Uni.createFrom().item(current);
        }
        try {
            Configuration merged = Configuration.of(current.spec()).mergedWith(body.configuration(), json);
            return model(session, current.modelId(), current.account())
                    .map(model -> merged.toSpec(model, accelerators, billedByDefault))
                    .invoke(spec -> refuseOtherBilling(current.spec(), spec))
                    .map(spec -> current.specified(spec, clock.instant()));
        } catch (JsonProcessingException e) {
            return Uni.createFrom().failure(e);
        }
    }

    /** What was used so far is paid one way: another way is another deployment. */
    private static void refuseOtherBilling(DeploymentSpec current, DeploymentSpec asked) {
        if (current.billedBy() != asked.billedBy()) {
            throw Configuration.invalid("billing", "cannot be changed; clone the deployment with another one");
        }
    }

    private Deployment inStatus(Deployment current, @Nullable String status) {
        return switch (status) {
            case null -> current;
            case "active" -> current.started(clock.instant());
            case "stopped" -> current.stopped(clock.instant());
            default ->
                throw new ProblemException(CommonProblem.INVALID_REQUEST, "status must be active or stopped", "status");
        };
    }

    private Uni<Void> admit(Mutiny.Session session, Deployment changed) {
        return store.ofAccount(session, changed.account())
                .invoke(existing -> quota.admit(existing, changed))
                .replaceWithVoid();
    }

    private Uni<Void> refuseTakenName(Mutiny.Session session, String account, String name) {
        return store.isNameTaken(session, account, name)
                .invoke(taken -> {
                    if (taken) {
                        throw DeploymentStore.nameTaken();
                    }
                })
                .replaceWithVoid();
    }

    private static String name(String asked) {
        String name = asked.strip();
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST,
                    "name must have at most " + LONGEST_NAME + " characters and no control characters",
                    "name");
        }
        return name;
    }

    private interface Change {
        Uni<Deployment> apply(Mutiny.Session session, Deployment current);
    }
}
