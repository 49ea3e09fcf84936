package ai.radium.deployment.usage;

import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.kit.outbox.KeptFor;
import ai.radium.kit.outbox.RowsJson;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** What deployments did and what it cost, per hour: copies of usage and of billing's rated lines. */
@ApplicationScoped
public class Activities {
    /** Records may come again in other messages: each counts once. */
    private static final String USED = """
            with used as (
                select * from jsonb_to_recordset(cast(cast(? as text) as jsonb))
                    as r(id text, deployment_id text, time timestamptz, failed bigint, latency_micros bigint)),
            fresh as (
                insert into usage_seen (id, time) select distinct on (id) id, time from used
                on conflict do nothing returning id)
            insert into deployment_hour as h (deployment_id, hour, requests, errors, latency_micros, last_active_at)
            select deployment_id, date_trunc('hour', time, 'UTC'), count(*), sum(failed), sum(latency_micros), max(time)
            from (select distinct on (id) * from used join fresh using (id)) counted
            group by 1, 2
            on conflict (deployment_id, hour) do update set
                requests = h.requests + excluded.requests,
                errors = h.errors + excluded.errors,
                latency_micros = h.latency_micros + excluded.latency_micros,
                last_active_at = greatest(h.last_active_at, excluded.last_active_at)
            """;

    /** Older records are not sent again. */
    private static final Duration SEEN_KEPT = Duration.ofDays(7);

    private static final String RATED = "insert into deployment_hour as h (deployment_id, hour, cost) values (?, ?, ?)"
            + " on conflict (deployment_id, hour) do update set cost = h.cost + excluded.cost";

    private static final String SINCE =
            "select deployment_id, cast(sum(requests) as bigint), cast(sum(errors) as bigint),"
                    + " cast(sum(latency_micros) as bigint), sum(cost), max(last_active_at) from deployment_hour"
                    + " where deployment_id in (:ids) and hour >= :since group by deployment_id";

    @Produces
    @Singleton
    static KeptFor seen() {
        return new KeptFor("usage_seen", "time", SEEN_KEPT);
    }

    Uni<Void> used(Mutiny.Session session, List<UsageRecord> records) {
        return session.createNativeQuery(USED)
                .setParameter(1, RowsJson.of(records.stream().map(Used::of).toList()))
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<Void> rated(Mutiny.Session session, List<UsageRated.Line> lines) {
        return each(
                lines,
                line -> session.createNativeQuery(RATED)
                        .setParameter(1, line.deploymentId())
                        .setParameter(2, hour(line.time()))
                        .setParameter(3, new BigDecimal(line.amount()))
                        .executeUpdate());
    }

    /** By deployment id, in whole hours; those that did nothing are absent. */
    public Uni<Map<String, Activity>> since(Mutiny.Session session, List<String> deployments, Instant since) {
        if (deployments.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery(SINCE, Object[].class)
                .setParameter("ids", deployments)
                .setParameter("since", hour(since))
                .getResultList()
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> (String) row[0], Activity::of)));
    }

    private static Instant hour(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS);
    }

    private static <T> Uni<Void> each(List<T> items, Function<T, Uni<? extends Integer>> write) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(write)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private record Used(String id, String deploymentId, Instant time, long failed, long latencyMicros) {
        static Used of(UsageRecord record) {
            return new Used(
                    record.id(),
                    record.deploymentId(),
                    record.time(),
                    record.outcome() == UsageRecord.Outcome.FAILED ? 1 : 0,
                    record.latencyMicros());
        }
    }
}
