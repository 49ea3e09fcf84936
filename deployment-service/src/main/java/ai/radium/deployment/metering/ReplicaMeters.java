package ai.radium.deployment.metering;

import ai.radium.deployment.catalogue.Accelerators;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.kit.money.Money;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The meters in the database. What a meter shows is told in the transaction that moves it: a second is told once or, if that
 * transaction did not come about, not at all and by the next one.
 */
@ApplicationScoped
public class ReplicaMeters {
    private static final String ALL = "from ReplicaMeterRow m where m.key.deploymentId = :id";

    /** Of the others nothing is to be kept, so that looks in quick succession write nothing. */
    private static final String STALE = ALL + " and m.seenAt <= :stale";

    private final Outbox outbox;
    private final Accelerators accelerators;
    private final StateChanges changes;
    private final MeteringConfig config;
    private final InstantSource clock;

    ReplicaMeters(
            Outbox outbox,
            Accelerators accelerators,
            StateChanges changes,
            MeteringConfig config,
            InstantSource clock) {
        this.outbox = outbox;
        this.accelerators = accelerators;
        this.changes = changes;
        this.config = config;
        this.clock = clock;
    }

    /** Follows what is being stored of a deployment in this transaction. */
    public Uni<Void> follow(Mutiny.Session session, Metered stored) {
        return locked(session.createQuery(ALL, ReplicaMeterRow.class), stored.deploymentId())
                .chain(rows -> carryOut(
                        session,
                        rows,
                        MeterPlan.following(
                                meters(rows),
                                stored,
                                accelerators.hourlyPrice(stored.accelerator(), 1),
                                config.longestUnseen(),
                                clock.instant())));
    }

    /**
     * Takes down that these replicas were seen ready just now, and tells the time that is due.
     *
     * @param ready those of them that have a meter; of the others nothing is known here
     */
    public Uni<Void> seen(Mutiny.Session session, String deploymentId, Set<String> ready) {
        Instant now = clock.instant();
        return locked(
                        session.createQuery(STALE, ReplicaMeterRow.class)
                                .setParameter("stale", MeterPlan.stale(config, now)),
                        deploymentId)
                .chain(rows ->
                        carryOut(session, rows, MeterPlan.seeing(meters(rows), ready, this::priceNow, config, now)));
    }

    /** A kind that is no longer offered goes on at the price it had. */
    private Money priceNow(ReplicaMeter meter) {
        return accelerators
                .named(meter.accelerator())
                .map(Accelerator::hourlyPrice)
                .orElse(meter.hourlyPrice());
    }

    private static Uni<List<ReplicaMeterRow>> locked(
            Mutiny.SelectionQuery<ReplicaMeterRow> query, String deploymentId) {
        return query.setParameter("id", deploymentId)
                .setLockMode(LockMode.PESSIMISTIC_WRITE)
                .getResultList();
    }

    private static List<ReplicaMeter> meters(List<ReplicaMeterRow> rows) {
        return rows.stream().map(ReplicaMeterRow::toMeter).toList();
    }

    private Uni<Void> carryOut(Mutiny.Session session, List<ReplicaMeterRow> rows, MeterPlan plan) {
        Map<String, ReplicaMeterRow> known =
                rows.stream().collect(Collectors.toMap(ReplicaMeterRow::replicaId, Function.identity()));
        plan.running()
                .forEach(meter -> known.computeIfPresent(meter.replicaId(), (id, row) -> {
                    row.follow(meter);
                    return row;
                }));
        Object[] opened = plan.running().stream()
                .filter(meter -> !known.containsKey(meter.replicaId()))
                .map(ReplicaMeterRow::new)
                .toArray();
        Object[] ended = rows.stream()
                .filter(row -> plan.ended().contains(row.replicaId()))
                .toArray();
        changes.count("replica_time", "told", plan.used().size());
        return session.persistAll(opened)
                .chain(() -> session.removeAll(ended))
                .chain(() ->
                        plan.used().isEmpty() ? Uni.createFrom().voidItem() : outbox.appendAll(session, plan.used()));
    }
}
