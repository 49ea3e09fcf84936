package ai.radium.deployment;

import ai.radium.contracts.Topic;
import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.deployment.metering.Metered;
import ai.radium.deployment.metering.ReplicaMeters;
import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.deployment.runtime.Replica;
import ai.radium.kit.database.AfterCommit;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Deployments in PostgreSQL. A stored change, its history and its events are one transaction. */
@ApplicationScoped
public class DeploymentStore {
    private static final String VISIBLE = " from DeploymentRow d where d.account = :account and d.status <> 'DELETED'"
            + " and (:status = '' or d.status = :status)";

    /** The cast gives a type to a function's result that has none. */
    private static final String TURN = "select cast(pg_advisory_xact_lock(hashtextextended(?, 0)) as text)";

    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;
    private final DeploymentRows rows;
    private final DeploymentHistory history;
    private final StateChanges changes;
    private final ReplicaMeters meters;

    DeploymentStore(
            Mutiny.SessionFactory sessions,
            Outbox outbox,
            DeploymentRows rows,
            DeploymentHistory history,
            StateChanges changes,
            ReplicaMeters meters) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.rows = rows;
        this.history = history;
        this.changes = changes;
        this.meters = meters;
    }

    public <T> Uni<T> read(Function<Mutiny.Session, Uni<T>> work) {
        return sessions.withSession(work);
    }

    /** In a transaction. */
    <T> Uni<T> write(Function<Mutiny.Session, Uni<T>> work) {
        return sessions.withTransaction(work);
    }

    /** One change in one transaction, with the point before and after its commit; told of once it is committed. */
    public Uni<Transition> commit(CrashPoint point, Function<Mutiny.Session, Uni<Transition>> change) {
        return sessions.withTransaction(session -> change.apply(session).invoke(point::before))
                .invoke(changed -> AfterCommit.run(() -> {
                    point.after();
                    committed(changed);
                }))
                .onFailure(ConstraintViolationException.class)
                .transform(ignored -> nameTaken());
    }

    /**
     * From here to the end of the transaction nobody else who asks for a turn of the account has it: what is counted stays
     * true until it is stored.
     */
    public Uni<Void> inTurn(Mutiny.Session session, String account) {
        return session.createNativeQuery(TURN, String.class)
                .setParameter(1, account)
                .getSingleResult()
                .replaceWithVoid();
    }

    /** All of an account that its owner can see. */
    public Uni<List<Deployment>> ofAccount(Mutiny.Session session, String account) {
        return session.createQuery(
                        "from DeploymentRow d where d.account = :account and d.status <> 'DELETED'",
                        DeploymentRow.class)
                .setParameter("account", account)
                .getResultList()
                .map(this::deployments);
    }

    /** @throws ProblemException DEPLOYMENT_NOT_FOUND also for what is another account's or being deleted */
    Uni<Deployment> owned(Mutiny.Session session, String account, String id) {
        return session.find(DeploymentRow.class, id).map(row -> visible(row, account));
    }

    /** Changes what the account owns; nobody else changes it meanwhile. */
    Uni<Transition> change(
            Mutiny.Session session, String account, String id, Function<Deployment, Uni<Deployment>> change) {
        return locked(session, id).chain(row -> {
            Deployment before = visible(row, account);
            return change.apply(before).chain(after -> save(session, row, before, after));
        });
    }

    /** Changes the deployment if it is still the one that was looked at; else nothing is changed. */
    public Uni<Transition> changeIfUnchanged(
            Mutiny.Session session, Deployment looked, Function<Deployment, Deployment> change) {
        return locked(session, looked.id())
                .chain(row -> row == null || row.version != looked.version()
                        ? Uni.createFrom().item(new Transition(looked, looked))
                        : save(session, row, looked, change.apply(looked)));
    }

    /** Takes down that the replicas of a deployment, as it is here, were just seen to take calls. */
    public Uni<Void> saw(Deployment looked) {
        if (!isPaidByTime(looked)) {
            return Uni.createFrom().voidItem();
        }
        return sessions.withTransaction(session -> meters.seen(
                                session, looked.id(), metered(looked).ready())
                        .invoke(CrashPoint.METER_COMMIT::before))
                .invoke(CrashPoint.METER_COMMIT::after);
    }

    Uni<Transition> insert(Mutiny.Session session, Deployment deployment) {
        DeploymentRow row = new DeploymentRow();
        rows.fill(row, deployment);
        return session.persist(row)
                .chain(session::flush)
                .chain(() -> history.created(session, deployment))
                .chain(() -> publish(session, row, deployment))
                .map(stored -> new Transition(null, stored));
    }

    /** Ends a deployment of which nothing is left. */
    public Uni<Void> forget(String id) {
        return sessions.withTransaction(session -> session.createMutationQuery(
                                "delete from DeploymentRow d where d.id = :id and d.status = 'DELETED'")
                        .setParameter("id", id)
                        .executeUpdate()
                        .chain(() -> history.forget(session, id))
                        .invoke(CrashPoint.FORGET_COMMIT::before))
                .invoke(CrashPoint.FORGET_COMMIT::after);
    }

    /** Whoever's it is; null when there is none. */
    public Uni<@Nullable Deployment> any(Mutiny.Session session, String id) {
        return session.find(DeploymentRow.class, id).map(row -> row == null ? null : rows.toDeployment(row));
    }

    public Uni<List<String>> ids(Mutiny.Session session) {
        return session.createQuery("select d.id from DeploymentRow d", String.class)
                .getResultList();
    }

    Uni<List<Deployment>> serverless(Mutiny.Session session) {
        return session.createQuery(
                        "from DeploymentRow d where d.serverless = true and d.status <> 'DELETED'", DeploymentRow.class)
                .getResultList()
                .map(this::deployments);
    }

    Uni<Boolean> isNameTaken(Mutiny.Session session, String account, String name) {
        return session.createQuery(
                        "select count(d) from DeploymentRow d where d.account = :account and d.name = :name"
                                + " and d.status <> 'DELETED'",
                        Long.class)
                .setParameter("account", account)
                .setParameter("name", name)
                .getSingleResult()
                .map(count -> count > 0);
    }

    /** Newest first. */
    Uni<List<Deployment>> page(Mutiny.Session session, String account, @Nullable DeploymentStatus status, Page page) {
        return filtered(
                        session.createQuery(
                                "select d" + VISIBLE + " order by d.createdAt desc, d.id", DeploymentRow.class),
                        account,
                        status)
                .setFirstResult(page.offset())
                .setMaxResults(page.limit())
                .getResultList()
                .map(this::deployments);
    }

    Uni<Long> count(Mutiny.Session session, String account, @Nullable DeploymentStatus status) {
        return filtered(session.createQuery("select count(d)" + VISIBLE, Long.class), account, status)
                .getSingleResult();
    }

    static ProblemException nameTaken() {
        return new ProblemException(
                DeploymentProblem.DEPLOYMENT_NAME_TAKEN, "Another deployment of this account has this name", "name");
    }

    private static <T> Mutiny.SelectionQuery<T> filtered(
            Mutiny.SelectionQuery<T> query, String account, @Nullable DeploymentStatus status) {
        return query.setParameter("account", account).setParameter("status", status == null ? "" : status.name());
    }

    private void committed(Transition transition) {
        if (transition.isOfState()) {
            changes.happened(
                    "deployment",
                    transition.after().id(),
                    transition.after().state().word());
        }
    }

    /** Null when there is no such row. */
    private static Uni<DeploymentRow> locked(Mutiny.Session session, String id) {
        return session.find(DeploymentRow.class, id, LockMode.PESSIMISTIC_WRITE);
    }

    private Deployment visible(@Nullable DeploymentRow row, String account) {
        if (row == null || !row.account.equals(account) || row.status.equals(DeploymentStatus.DELETED.name())) {
            throw new ProblemException(DeploymentProblem.DEPLOYMENT_NOT_FOUND, "Deployment not found", "id");
        }
        return rows.toDeployment(row);
    }

    private Uni<Transition> save(Mutiny.Session session, DeploymentRow row, Deployment before, Deployment after) {
        if (after.equals(before)) {
            return Uni.createFrom().item(new Transition(before, before));
        }
        rows.fill(row, after);
        return session.flush()
                .chain(() -> history.record(session, before, after))
                .chain(() -> publish(session, row, after))
                .map(stored -> new Transition(before, stored));
    }

    private Uni<Deployment> publish(Mutiny.Session session, DeploymentRow row, Deployment deployment) {
        boolean isGone = deployment.state() instanceof DeploymentState.Deleting;
        return meter(session, deployment)
                .chain(() -> outbox.append(session, deployment.changed(row.version)))
                .chain(() -> isGone
                        ? outbox.appendTombstone(session, Topic.DEPLOYMENT_ROUTES, deployment.id())
                        : outbox.append(session, deployment.routes(row.version)))
                .map(ignored -> rows.toDeployment(row));
    }

    /** Whatever changed: no replica takes calls without its meter, and no meter goes on without its replica. */
    private Uni<Void> meter(Mutiny.Session session, Deployment deployment) {
        return isPaidByTime(deployment)
                ? meters.follow(session, metered(deployment))
                : Uni.createFrom().voidItem();
    }

    private static boolean isPaidByTime(Deployment deployment) {
        return deployment.spec().billedBy() == BilledBy.REPLICA_SECONDS;
    }

    private static Metered metered(Deployment deployment) {
        return new Metered(
                deployment.id(),
                deployment.account(),
                deployment.modelId(),
                deployment.spec().acceleratorType(),
                deployment.spec().acceleratorCount(),
                deployment.replicas().stream().map(Replica::id).collect(Collectors.toSet()));
    }

    private List<Deployment> deployments(List<DeploymentRow> found) {
        return found.stream().map(rows::toDeployment).toList();
    }
}
