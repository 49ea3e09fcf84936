package ai.radium.kit.outbox;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Publishes outbox rows in their order and deletes them after the broker's acknowledgement: at least once. One relay
 * per database is active, by an advisory lock that PostgreSQL releases with the session; two would break the order of
 * an aggregate's events. It is woken by NOTIFY and otherwise looks every second. Plain JDBC on a thread of its own: the
 * lock and LISTEN belong to one connection that lives as long as the relay.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /** Arbitrary, the same in every service: each has a database of its own. */
    private static final long LOCK = 0x5261646975_6DL;

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int WAIT_MILLIS = 1_000;

    private final AgroalDataSource database;
    private final OutboxConfig config;
    private final EventProducer events;
    private volatile boolean stopped;
    private @Nullable Thread thread;

    OutboxRelay(AgroalDataSource database, OutboxConfig config, EventProducer events) {
        this.database = database;
        this.config = config;
        this.events = events;
    }

    void start(@Observes StartupEvent ignored) {
        if (config.relay()) {
            thread = Thread.ofPlatform().daemon().name("outbox-relay").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent ignored) throws InterruptedException {
        stopped = true;
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
    }

    private void run() {
        while (!stopped) {
            try (KafkaProducer<String, byte[]> producer = events.open();
                    Connection connection = database.getConnection()) {
                relay(connection, producer);
            } catch (SQLException | ExecutionException | org.apache.kafka.common.KafkaException e) {
                if (!stopped) {
                    LOG.warnf("outbox waits: %s", e.getMessage());
                    LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void relay(Connection connection, KafkaProducer<String, byte[]> producer)
            throws SQLException, ExecutionException, InterruptedException {
        connection.setAutoCommit(true);
        PGConnection notifications = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen outbox");
            try {
                while (!stopped) {
                    if (!isLeader(statement) || publishBatch(connection, producer) == 0) {
                        notifications.getNotifications(WAIT_MILLIS);
                    }
                }
            } finally {
                statement.execute("unlisten *; select pg_advisory_unlock_all()");
            }
        }
    }

    /** Takes the lock again each time, which PostgreSQL counts: the session's end releases them all. */
    private static boolean isLeader(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery(
                "select exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())"
                        + " or pg_try_advisory_lock(" + LOCK + ")")) {
            return result.next() && result.getBoolean(1);
        }
    }

    private int publishBatch(Connection connection, KafkaProducer<String, byte[]> producer)
            throws SQLException, ExecutionException, InterruptedException {
        List<OutboxEntry> entries = next(connection);
        List<Future<RecordMetadata>> sent = new ArrayList<>(entries.size());
        for (OutboxEntry entry : entries) {
            sent.add(producer.send(events.record(entry)));
        }
        for (Future<RecordMetadata> acknowledgement : sent) {
            acknowledgement.get();
        }
        if (!entries.isEmpty()) {
            delete(connection, entries);
        }
        return entries.size();
    }

    private List<OutboxEntry> next(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select position, id, topic, key, type, value, request_id, created_at from outbox order by position limit ?")) {
            query.setInt(1, config.batchSize());
            try (ResultSet rows = query.executeQuery()) {
                List<OutboxEntry> entries = new ArrayList<>();
                while (rows.next()) {
                    entries.add(OutboxEntry.of(rows));
                }
                return entries;
            }
        }
    }

    private static void delete(Connection connection, List<OutboxEntry> entries) throws SQLException {
        Object[] positions = entries.stream().map(OutboxEntry::position).toArray();
        try (PreparedStatement statement = connection.prepareStatement("delete from outbox where position = any (?)")) {
            statement.setArray(1, connection.createArrayOf("bigint", positions));
            statement.executeUpdate();
        }
    }
}
