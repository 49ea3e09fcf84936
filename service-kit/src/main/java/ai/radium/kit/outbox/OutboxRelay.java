package ai.radium.kit.outbox;

import ai.radium.kit.life.StandingThread;
import ai.radium.kit.life.StandingThreads;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import io.agroal.api.AgroalDataSource;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * Publishes outbox rows in their order and deletes them after the broker's acknowledgement, so that each event is sent at
 * least once. One relay per database is active, by an advisory lock that PostgreSQL releases with the session; two would
 * break the order of an aggregate's events. It is woken by NOTIFY and otherwise looks every second. Plain JDBC on a thread
 * of its own: the lock and LISTEN belong to one connection that lives as long as the relay.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /** Arbitrary, the same in every service: each has a database of its own. */
    private static final long LOCK = 0x5261646975_6DL;

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final int WAIT_MILLIS = 1_000;

    private final AgroalDataSource database;
    private final OutboxConfig config;
    private final EventProducer events;
    private final StandingThreads threads;
    private final OutboxMeters meters;

    OutboxRelay(
            AgroalDataSource database,
            OutboxConfig config,
            EventProducer events,
            StandingThreads threads,
            OutboxMeters meters) {
        this.database = database;
        this.config = config;
        this.events = events;
        this.threads = threads;
        this.meters = meters;
    }

    void start(@Observes StartupEvent ignored) {
        if (config.relay()) {
            threads.start("outbox-relay", this::run);
        }
    }

    private void run(StandingThread self) throws InterruptedException {
        try (Connection connection = database.getConnection()) {
            KafkaProducer<String, byte[]> producer = events.open();
            try {
                relay(self, connection, producer);
            } finally {
                producer.close(CLOSING);
            }
        } catch (SQLException | ExecutionException | KafkaException e) {
            if (!self.isStopping()) {
                meters.failed();
                LogLine.to(LOG).with(LogKeys.CAUSE, e).warn("events wait in the outbox and are sent again");
                self.rest(PAUSE_AFTER_FAILURE);
            }
        }
    }

    private void relay(StandingThread self, Connection connection, KafkaProducer<String, byte[]> producer)
            throws SQLException, ExecutionException, InterruptedException {
        connection.setAutoCommit(true);
        PGConnection notifications = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen outbox");
            try {
                while (!self.isStopping()) {
                    self.step();
                    boolean isActive = holdsLock(statement);
                    // Read after the lock was taken: another relay may have sent what was there before.
                    List<OutboxEntry> entries = next(connection, isActive ? config.batchSize() : 1);
                    meters.oldestWaits(
                            entries.isEmpty() ? null : entries.getFirst().createdAt());
                    if (entries.isEmpty() || !isActive) {
                        notifications.getNotifications(WAIT_MILLIS);
                    } else {
                        publish(self, connection, producer, entries);
                    }
                }
            } finally {
                statement.execute("unlisten *; select pg_advisory_unlock_all()");
            }
        }
    }

    /** Takes the lock unless this session has it already; another relay's session may. */
    private static boolean holdsLock(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery(
                "select exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())"
                        + " or pg_try_advisory_lock(" + LOCK + ")")) {
            return result.next() && result.getBoolean(1);
        }
    }

    private void publish(
            StandingThread self,
            Connection connection,
            KafkaProducer<String, byte[]> producer,
            List<OutboxEntry> entries)
            throws SQLException, ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(entries.size());
        for (OutboxEntry entry : entries) {
            sent.add(sent(producer, entry));
            self.step();
        }
        for (Future<RecordMetadata> acknowledgement : sent) {
            acknowledgement.get();
            self.step();
        }
        delete(connection, entries);
        entries.forEach(meters::sent);
    }

    /** Without a broker each send waits in vain, so that the first one has to fail the batch. */
    private Future<RecordMetadata> sent(KafkaProducer<String, byte[]> producer, OutboxEntry entry)
            throws ExecutionException, InterruptedException {
        Future<RecordMetadata> acknowledgement = producer.send(events.record(entry));
        if (acknowledgement.isDone()) {
            acknowledgement.get();
        }
        return acknowledgement;
    }

    private static List<OutboxEntry> next(Connection connection, int most) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select position, id, topic, key, type, value, request_id, traceparent, created_at from outbox"
                        + " order by position limit ?")) {
            query.setInt(1, most);
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
