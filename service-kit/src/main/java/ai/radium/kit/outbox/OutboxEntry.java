package ai.radium.kit.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row that waits to be published; {@code value} null = tombstone. */
record OutboxEntry(
        long position,
        String id,
        String topic,
        String key,
        String type,
        @Nullable String value,
        @Nullable String requestId,
        @Nullable String traceparent,
        Instant createdAt) {
    static OutboxEntry of(ResultSet row) throws SQLException {
        return new OutboxEntry(
                row.getLong("position"),
                row.getString("id"),
                row.getString("topic"),
                row.getString("key"),
                row.getString("type"),
                row.getString("value"),
                row.getString("request_id"),
                row.getString("traceparent"),
                row.getTimestamp("created_at").toInstant());
    }
}
