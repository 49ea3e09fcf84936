package ai.radium.deployment.usage;

import ai.radium.contracts.billing.ReplicaTimeRated;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.kit.outbox.KeptFor;
import ai.radium.kit.outbox.RowsJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
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
                on conflict do nothing returning id),
            counted as (select distinct on (id) * from used join fresh using (id)),
            hours as (
                insert into deployment_hour as h (deployment_id, hour, requests, errors, latency_micros, last_active_at)
                select deployment_id, date_trunc('hour', time, 'UTC'), count(*), sum(failed), sum(latency_micros), max(time)
                from counted
                group by 1, 2
                order by 1, 2
                on conflict (deployment_id, hour) do update set
                    requests = h.requests + excluded.requests,
                    errors = h.errors + excluded.errors,
                    latency_micros = h.latency_micros + excluded.latency_micros,
                    last_active_at = greatest(h.last_active_at, excluded.last_active_at))
            insert into deployment_total as t (deployment_id, requests, errors, latency_micros, last_active_at)
            select deployment_id, count(*), sum(failed), sum(latency_micros), max(time)
            from counted
            group by 1
            order by 1
            on conflict (deployment_id) do update set
                requests = t.requests + excluded.requests,
                errors = t.errors + excluded.errors,
                latency_micros = t.latency_micros + excluded.latency_micros,
                last_active_at = greatest(t.last_active_at, excluded.last_active_at)
            """;

    private static final String RATED = """
            with rated as (
                select * from jsonb_to_recordset(cast(cast(? as text) as jsonb))
                    as r(deployment_id text, time timestamptz, cost numeric)),
            hours as (
                insert into deployment_hour as h (deployment_id, hour, cost)
                select deployment_id, date_trunc('hour', time, 'UTC'), sum(cost) from rated group by 1, 2 order by 1, 2
                on conflict (deployment_id, hour) do update set cost = h.cost + excluded.cost)
            insert into deployment_total as t (deployment_id, cost)
            select deployment_id, sum(cost) from rated group by 1 order by 1
            on conflict (deployment_id) do update set cost = t.cost + excluded.cost
            """;

    private static final String EVER = "select deployment_id, requests, errors, latency_micros, cost, last_active_at"
            + " from deployment_total where deployment_id in (:ids)";

    private static final String SINCE =
            "select deployment_id, cast(sum(requests) as bigint), cast(sum(errors) as bigint),"
                    + " cast(sum(latency_micros) as bigint), sum(cost), max(last_active_at) from deployment_hour"
                    + " where deployment_id in (:ids) and hour >= :since group by deployment_id";

    @Produces
    @Singleton
    static KeptFor seen(UsageConfig config) {
        return new KeptFor("usage_seen", "time", config.countedRecords());
    }

    @Produces
    @Singleton
    static KeptFor hours(UsageConfig config) {
        return new KeptFor("deployment_hour", "hour", config.hours());
    }

    Uni<Void> used(Mutiny.Session session, List<UsageRecord> records) {
        return session.createNativeQuery(USED)
                .setParameter(1, RowsJson.of(records.stream().map(Used::of).toList()))
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<Void> rated(Mutiny.Session session, List<UsageRated.Line> lines) {
        return costs(session, lines.stream().map(Rated::of).toList());
    }

    Uni<Void> rated(Mutiny.Session session, ReplicaTimeRated time) {
        return costs(session, List.of(Rated.of(time)));
    }

    private static Uni<Void> costs(Mutiny.Session session, List<Rated> rated) {
        return session.createNativeQuery(RATED)
                .setParameter(1, RowsJson.of(rated))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** All that was ever done, by deployment id; those that did nothing are absent. */
    public Uni<Map<String, Activity>> ever(Mutiny.Session session, List<String> deployments) {
        return deployments.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : byDeployment(session.createNativeQuery(EVER, Object[].class).setParameter("ids", deployments));
    }

    /** The same in the whole hours since then. */
    public Uni<Map<String, Activity>> since(Mutiny.Session session, List<String> deployments, Instant since) {
        return deployments.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : byDeployment(session.createNativeQuery(SINCE, Object[].class)
                        .setParameter("ids", deployments)
                        .setParameter("since", since.truncatedTo(ChronoUnit.HOURS)));
    }

    private static Uni<Map<String, Activity>> byDeployment(Mutiny.SelectionQuery<Object[]> query) {
        return query.getResultList()
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> (String) row[0], Activity::of)));
    }

    private record Rated(String deploymentId, Instant time, BigDecimal cost) {
        static Rated of(UsageRated.Line line) {
            return new Rated(line.deploymentId(), line.time(), new BigDecimal(line.amount()));
        }

        static Rated of(ReplicaTimeRated time) {
            return new Rated(time.deploymentId(), time.time(), new BigDecimal(time.amount()));
        }
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
