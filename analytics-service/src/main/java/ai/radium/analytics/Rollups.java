package ai.radium.analytics;

import ai.radium.analytics.sketch.DurationSketch;
import ai.radium.kit.outbox.RowsJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** Stores rollups. Sums are added by the database; sketches are merged here, under the account's lock. */
@ApplicationScoped
class Rollups {
    /** Ordered, so that two messages about the same rows wait for each other instead of locking each other out. */
    private static final String ADD = """
            insert into rollup
            select * from jsonb_populate_recordset(cast(null as rollup), cast(cast(? as text) as jsonb))
            order by account, grain, start, model, deployment_id, key_id, job_id
            on conflict (account, grain, start, model, deployment_id, key_id, job_id) do update set
                requests = rollup.requests + excluded.requests,
                errors = rollup.errors + excluded.errors,
                input_tokens = rollup.input_tokens + excluded.input_tokens,
                output_tokens = rollup.output_tokens + excluded.output_tokens,
                cost = rollup.cost + excluded.cost,
                timed_requests = rollup.timed_requests + excluded.timed_requests,
                latency_micros = rollup.latency_micros + excluded.latency_micros,
                decoded_tokens = rollup.decoded_tokens + excluded.decoded_tokens,
                decode_micros = rollup.decode_micros + excluded.decode_micros,
                latency_sketch = coalesce(excluded.latency_sketch, rollup.latency_sketch),
                ttft_sketch = coalesce(excluded.ttft_sketch, rollup.ttft_sketch),
                cached_tokens = rollup.cached_tokens + excluded.cached_tokens,
                embedding_requests = rollup.embedding_requests + excluded.embedding_requests,
                embedding_tokens = rollup.embedding_tokens + excluded.embedding_tokens,
                output_token_sketch = coalesce(excluded.output_token_sketch, rollup.output_token_sketch)""";

    /** Held until the transaction ends: who merges an account's sketches does so alone. */
    Uni<Void> lock(Session session, String account) {
        return session.createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended(?, 0)) as text)", String.class)
                .setParameter(1, account)
                .getSingleResultOrNull()
                .replaceWithVoid();
    }

    /** The rows of these keys, all of one account, that exist already. Naming each grain lets the primary key find them. */
    Uni<List<RollupRow>> existing(Session session, String account, Collection<RollupKey> keys) {
        return session.createSelectionQuery(
                        "from RollupRow r where r.key.account = :account and r.key.grain in (:grains)"
                                + " and r.key.start in (:starts) and r.key.model in (:models)",
                        RollupRow.class)
                .setParameter("account", account)
                .setParameter("grains", List.of(Grain.values()))
                .setParameter("models", keys.stream().map(RollupKey::model).collect(Collectors.toSet()))
                .setParameter("starts", keys.stream().map(RollupKey::start).collect(Collectors.toSet()))
                .getResultList()
                .map(rows ->
                        rows.stream().filter(row -> keys.contains(row.key())).toList());
    }

    Uni<Void> add(Session session, Map<RollupKey, Tally> tallies) {
        return session.createNativeQuery(ADD)
                .setParameter(
                        1,
                        RowsJson.of(tallies.entrySet().stream()
                                .map(entry -> Addition.of(entry.getKey(), entry.getValue()))
                                .toList()))
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<List<RollupRow>> find(Session session, String account, Window window) {
        return session.createSelectionQuery(
                        "from RollupRow r where r.key.account = :account and r.key.grain = :grain"
                                + " and r.key.start >= :start and r.key.start < :end",
                        RollupRow.class)
                .setParameter("account", account)
                .setParameter("grain", window.grain())
                .setParameter("start", window.start())
                .setParameter("end", window.end())
                .getResultList();
    }

    private record Addition(
            String account,
            Grain grain,
            Instant start,
            String model,
            String deploymentId,
            String keyId,
            String jobId,
            long requests,
            long errors,
            long inputTokens,
            long outputTokens,
            BigDecimal cost,
            long timedRequests,
            long latencyMicros,
            long decodedTokens,
            long decodeMicros,
            @Nullable String latencySketch,
            @Nullable String ttftSketch,
            long cachedTokens,
            long embeddingRequests,
            long embeddingTokens,
            @Nullable String outputTokenSketch) {
        static Addition of(RollupKey key, Tally tally) {
            return new Addition(
                    key.account(),
                    key.grain(),
                    key.start(),
                    key.model(),
                    key.deploymentId(),
                    key.keyId(),
                    key.jobId(),
                    tally.requests(),
                    tally.errors(),
                    tally.inputTokens(),
                    tally.outputTokens(),
                    tally.cost(),
                    tally.timedRequests(),
                    tally.latencyMicros(),
                    tally.decodedTokens(),
                    tally.decodeMicros(),
                    bytea(tally.latency()),
                    bytea(tally.ttft()),
                    tally.cachedTokens(),
                    tally.embeddingRequests(),
                    tally.embeddingTokens(),
                    bytea(tally.outputToken()));
        }

        /** PostgreSQL's hex format. */
        private static @Nullable String bytea(DurationSketch sketch) {
            return sketch.isEmpty() ? null : "\\x" + HexFormat.of().formatHex(sketch.toBytes());
        }
    }
}
