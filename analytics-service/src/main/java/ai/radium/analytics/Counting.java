package ai.radium.analytics;

import ai.radium.analytics.CountedRecords.Kind;
import ai.radium.analytics.CountedRecords.Mark;
import ai.radium.contracts.billing.ReplicaTimeRated;
import ai.radium.contracts.billing.TrainingRated;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Adds records and costs to the rollups, each once; a message's marks and sums are one transaction. */
@ApplicationScoped
class Counting {
    private final CountedRecords counted;
    private final Rollups rollups;
    private final FailedRequests failures;
    private final StateChanges changes;

    Counting(CountedRecords counted, Rollups rollups, FailedRequests failures, StateChanges changes) {
        this.counted = counted;
        this.rollups = rollups;
        this.failures = failures;
        this.changes = changes;
    }

    Uni<Void> count(Session session, UsageRecorded usage) {
        List<Mark> marks = usage.records().stream()
                .map(record -> Mark.of(Kind.USAGE, record.time(), record.id()))
                .toList();
        return rollups.lock(session, usage.account())
                .chain(() -> counted.addNew(session, marks))
                .map(ids -> onceEach(usage.records(), ids))
                .chain(fresh -> add(session, usage.account(), fresh));
    }

    Uni<Void> count(Session session, UsageRated rated) {
        List<Mark> marks = rated.lines().stream()
                .map(line -> Mark.of(Kind.COST, line.time(), line.usageId()))
                .toList();
        return counted.addNew(session, marks)
                .invoke(ids -> changes.count("cost", "counted", ids.size()))
                .map(ids -> costs(rated, ids))
                .chain(costs -> costs.isEmpty() ? Uni.createFrom().voidItem() : rollups.add(session, costs));
    }

    /** What a job trained is a cost and no request. */
    Uni<Void> count(Session session, TrainingRated trained) {
        Mark mark = Mark.of(Kind.COST, trained.time(), trained.id());
        return count(session, mark, grain -> RollupKey.of(grain, trained), trained.amount());
    }

    /** So is the time of a replica, whatever was asked of it. */
    Uni<Void> count(Session session, ReplicaTimeRated time) {
        Mark mark = Mark.of(Kind.COST, time.time(), time.id());
        return count(session, mark, grain -> RollupKey.of(grain, time), time.amount());
    }

    private Uni<Void> count(Session session, Mark mark, Function<Grain, RollupKey> key, String amount) {
        return counted.addNew(session, List.of(mark))
                .chain(ids -> ids.isEmpty() ? Uni.createFrom().voidItem() : add(session, key, amount));
    }

    private Uni<Void> add(Session session, Function<Grain, RollupKey> key, String amount) {
        changes.count("cost", "counted", 1);
        Map<RollupKey, Tally> costs = new HashMap<>();
        for (Grain grain : Grain.values()) {
            Tally cost = new Tally();
            cost.addCost(amount);
            costs.put(key.apply(grain), cost);
        }
        return rollups.add(session, costs);
    }

    private Uni<Void> add(Session session, String account, List<UsageRecord> fresh) {
        if (fresh.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        changes.count("usage_record", "counted", fresh.size());
        Map<RollupKey, Tally> tallies = tallies(account, fresh);
        List<FailedRequestRow> failed = fresh.stream()
                .filter(record -> record.outcome() == Outcome.FAILED)
                .map(record -> new FailedRequestRow(account, record))
                .toList();
        return rollups.existing(session, account, tallies.keySet())
                .invoke(rows -> rows.forEach(row -> tallies.computeIfPresent(row.key(), (key, tally) -> {
                    tally.addSketchesOf(row);
                    return tally;
                })))
                .chain(() -> rollups.add(session, tallies))
                .chain(() -> failures.add(session, failed));
    }

    private static Map<RollupKey, Tally> tallies(String account, List<UsageRecord> records) {
        Map<RollupKey, Tally> tallies = new HashMap<>();
        for (UsageRecord record : records) {
            for (Grain grain : Grain.values()) {
                tallies.computeIfAbsent(RollupKey.of(account, grain, record), key -> new Tally())
                        .add(record);
            }
        }
        return tallies;
    }

    private static Map<RollupKey, Tally> costs(UsageRated rated, Set<String> ids) {
        Map<RollupKey, Tally> costs = new HashMap<>();
        for (UsageRated.Line line : rated.lines()) {
            if (ids.remove(line.usageId())) {
                for (Grain grain : Grain.values()) {
                    costs.computeIfAbsent(RollupKey.of(rated.account(), grain, line), key -> new Tally())
                            .addCost(line.amount());
                }
            }
        }
        return costs;
    }

    /** A message may hold a record twice: the first counts. */
    private static List<UsageRecord> onceEach(List<UsageRecord> records, Set<String> ids) {
        List<UsageRecord> fresh = new ArrayList<>(ids.size());
        for (UsageRecord record : records) {
            if (ids.remove(record.id())) {
                fresh.add(record);
            }
        }
        return fresh;
    }
}
