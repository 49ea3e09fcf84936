package ai.radium.deployment;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.deployment.runtime.CrashPoint;
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
    private final Accelerators accelerators;
    private final Quota quota;
    private final Wakeups wakeups;
    private final ObjectMapper json;
    private final InstantSource clock = InstantSource.system();

    Deployments(
            DeploymentStore store,
            Models models,
            DeploymentViews views,
            Accelerators accelerators,
            Quota quota,
            Wakeups wakeups,
            ObjectMapper json) {
        this.store = store;
        this.models = models;
        this.views = views;
        this.accelerators = accelerators;
        this.quota = quota;
        this.wakeups = wakeups;
        this.json = json;
    }

    Uni<DeploymentPage> list(String account, @Nullable DeploymentStatus status, Page page) {
        return store.read(session -> store.page(session, account, status, page)
                .chain(found -> views.of(session, found))
                .chain(list -> store.count(session, account, status).map(total -> new DeploymentPage(list, total))));
    }

    /** With what only the page of one deployment shows. */
    Uni<DeploymentView> get(String account, String id) {
        return store.read(
                session -> store.owned(session, account, id).chain(deployment -> views.details(session, deployment)));
    }

    /**
     * @throws ProblemException naming the field; MODEL_NOT_FOUND, ACCELERATOR_TOO_SMALL, DEPLOYMENT_NAME_TAKEN, and what
     *     {@link Quota#admit} refuses
     */
    Uni<DeploymentView> create(String account, CreateDeployment body) {
        String name = name(Require.text(body.name(), "name"));
        String modelId = Require.text(body.modelId(), "modelId");
        Configuration asked = body.configuration() == null ? Configuration.DEFAULT : body.configuration();
        return done(store.commit(
                CrashPoint.CREATE_COMMIT,
                session -> store.inTurn(session, account)
                        .chain(() -> models.named(session, modelId))
                        .map(model -> Deployment.create(
                                Ids.next("dep"),
                                account,
                                name,
                                model,
                                asked.toSpec(model, accelerators),
                                false,
                                clock.instant()))
                        .call(created -> refuseTakenName(session, account, name))
                        .call(created -> admit(session, created))
                        .chain(created -> store.insert(session, created))
                        .chain(stored -> views.details(session, stored))));
    }

    /**
     * @throws ProblemException naming the field; DEPLOYMENT_NOT_FOUND, INVALID_STATE, DEPLOYMENT_NAME_TAKEN, and what
     *     {@link Quota#admit} refuses
     */
    Uni<DeploymentView> update(String account, String id, UpdateDeployment body) {
        return change(
                CrashPoint.UPDATE_COMMIT,
                account,
                id,
                (session, current) -> named(session, current, body)
                        .chain(renamed -> specified(session, renamed, body))
                        .map(changed -> inStatus(changed, body.status())));
    }

    Uni<DeploymentView> start(String account, String id) {
        return change(account, id, current -> current.started(clock.instant()));
    }

    Uni<DeploymentView> stop(String account, String id) {
        return change(account, id, current -> current.stopped(clock.instant()));
    }

    Uni<DeploymentView> restart(String account, String id) {
        return change(account, id, current -> current.restarted(clock.instant()));
    }

    Uni<DeploymentView> delete(String account, String id) {
        return change(
                CrashPoint.DELETE_COMMIT,
                account,
                id,
                (session, current) -> Uni.createFrom().item(current.deleted(clock.instant())));
    }

    private Uni<DeploymentView> change(String account, String id, UnaryOperator<Deployment> change) {
        return change(
                CrashPoint.UPDATE_COMMIT,
                account,
                id,
                (session, current) -> Uni.createFrom().item(change.apply(current)));
    }

    private Uni<DeploymentView> change(CrashPoint point, String account, String id, Change change) {
        return done(store.commit(
                point,
                session -> store.inTurn(session, account)
                        .chain(() -> store.change(
                                session,
                                account,
                                id,
                                current -> change.apply(session, current).call(changed -> admit(session, changed))))
                        .chain(stored -> views.details(session, stored))));
    }

    private Uni<DeploymentView> done(Uni<DeploymentView> committed) {
        return committed.invoke(view -> wakeups.wake(view.id()));
    }

    private Uni<Deployment> named(Mutiny.Session session, Deployment current, UpdateDeployment body) {
        if (body.modelId() != null && !current.names().contains(body.modelId())) {
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
            Configuration merged = body.mergedOver(current.spec(), json);
            return models.named(session, current.modelId())
                    .map(model -> current.specified(merged.toSpec(model, accelerators), clock.instant()));
        } catch (JsonProcessingException e) {
            return Uni.createFrom().failure(e);
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
