package ai.radium.account.key;

import ai.radium.account.key.KeyUsesResource.KeyUse;
import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.RatedEvent;
import ai.radium.contracts.billing.ReplicaTimeRated;
import ai.radium.contracts.billing.TrainingRated;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.kit.outbox.Inbox;
import ai.radium.kit.outbox.KeptFor;
import ai.radium.kit.outbox.RowsJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Counts what each key was used for: a copy of billing's rated lines, in total and by hour for a week. */
@ApplicationScoped
class KeyUsage {
    /** Keys of the event's account only; others, such as the demo's literal keys, have no row here. */
    private static final String ROWS = " from jsonb_to_recordset(cast(cast(? as text) as jsonb)) as r(key_id text,"
            + " hour timestamptz, requests bigint, errors bigint, input_tokens bigint, output_tokens bigint,"
            + " cost numeric, last_used_at timestamptz)"
            + " join api_key k on k.id = r.key_id and k.account = ?";

    private static final String ADD_TOTALS = "insert into api_key_usage as u"
            + " select r.key_id, sum(r.requests), sum(r.input_tokens + r.output_tokens), sum(r.cost),"
            + " max(r.last_used_at)" + ROWS
            + " group by r.key_id on conflict (key_id) do update set requests = u.requests + excluded.requests,"
            + " tokens = u.tokens + excluded.tokens, cost = u.cost + excluded.cost,"
            + " last_used_at = greatest(u.last_used_at, excluded.last_used_at)";

    private static final String ADD_HOURS = "insert into api_key_hour as h"
            + " (key_id, hour, requests, errors, input_tokens, output_tokens, cost)"
            + " select r.key_id, r.hour, r.requests, r.errors, r.input_tokens, r.output_tokens, r.cost" + ROWS
            + " on conflict (key_id, hour) do update set requests = h.requests + excluded.requests,"
            + " errors = h.errors + excluded.errors, input_tokens = h.input_tokens + excluded.input_tokens,"
            + " output_tokens = h.output_tokens + excluded.output_tokens, cost = h.cost + excluded.cost";

    /** Never later than now, whatever clock the gateway has. */
    private static final String NOTE = "insert into api_key_usage as u (key_id, requests, tokens, cost, last_used_at)"
            + " select r.key_id, 0, 0, 0, max(least(r.used_at, cast(? as timestamptz)))"
            + " from jsonb_to_recordset(cast(cast(? as text) as jsonb)) as r(key_id text, used_at timestamptz)"
            + " join api_key k on k.id = r.key_id group by r.key_id order by r.key_id"
            + " on conflict (key_id) do update set last_used_at = greatest(u.last_used_at, excluded.last_used_at)";

    private final Inbox inbox;
    private final InstantSource clock;

    KeyUsage(Inbox inbox, InstantSource clock) {
        this.inbox = inbox;
        this.clock = clock;
    }

    @Produces
    @Singleton
    static KeptFor hours() {
        return new KeptFor("api_key_hour", "hour", KeyAnalytics.KEPT);
    }

    @Incoming("rated")
    Uni<Void> rated(ConsumerRecord<String, byte[]> record) {
        return inbox.once("account.rated", Topic.BILLING_RATED, record, (session, envelope) -> switch ((RatedEvent)
                envelope.event()) {
            case UsageRated rated -> count(session, rated);
            case TrainingRated ignored -> Uni.createFrom().voidItem();
            case ReplicaTimeRated ignored -> Uni.createFrom().voidItem();
        });
    }

    /** Takes when keys were used last, where that is later than what is known. */
    Uni<Void> note(Session session, List<KeyUse> uses) {
        return session.createNativeQuery(NOTE)
                .setParameter(1, clock.instant())
                .setParameter(2, RowsJson.of(uses))
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<Map<String, UsageTotal>> of(Session session, List<KeyRow> keys) {
        return session.createNativeQuery(
                        "select key_id, requests, tokens, cost, last_used_at from api_key_usage"
                                + " where key_id in (select jsonb_array_elements_text(cast(cast(? as text) as jsonb)))",
                        Object[].class)
                .setParameter(1, RowsJson.of(keys.stream().map(KeyRow::id).toList()))
                .getResultList()
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> (String) row[0], KeyUsage::total)));
    }

    Uni<KeyAnalytics> analytics(Session session, KeyRow key, Instant now) {
        return session.createNativeQuery(
                        "select hour, requests, errors, input_tokens, output_tokens, cost from api_key_hour"
                                + " where key_id = ? and hour >= ?",
                        Object[].class)
                .setParameter(1, key.id())
                .setParameter(2, KeyAnalytics.begin(now))
                .getResultList()
                .map(rows -> KeyAnalytics.of(rows.stream().map(KeyUsage::hour).toList(), now));
    }

    private Uni<Void> count(Session session, UsageRated rated) {
        String rows = RowsJson.of(RatedHour.of(rated.lines()));
        return add(session, ADD_TOTALS, rows, rated.account())
                .chain(() -> add(session, ADD_HOURS, rows, rated.account()))
                .replaceWithVoid();
    }

    private static Uni<Integer> add(Session session, String sql, String rows, String account) {
        return session.createNativeQuery(sql)
                .setParameter(1, rows)
                .setParameter(2, account)
                .executeUpdate();
    }

    private static UsageTotal total(Object[] row) {
        return new UsageTotal(count(row[1]), count(row[2]), (BigDecimal) row[3], instant(row[4]));
    }

    private static KeyAnalytics.Used hour(Object[] row) {
        return new KeyAnalytics.Used(
                instant(row[0]), count(row[1]), count(row[2]), count(row[3]), count(row[4]), (BigDecimal) row[5]);
    }

    private static long count(Object column) {
        return ((Number) column).longValue();
    }

    private static Instant instant(Object time) {
        return time instanceof java.time.OffsetDateTime offset ? offset.toInstant() : (Instant) time;
    }
}
