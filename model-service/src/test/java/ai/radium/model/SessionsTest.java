package ai.radium.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.LogWatch;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.RawHttp.Reply;
import ai.radium.kit.testing.TestEdge;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** How every service works with its database when a caller leaves and when the database does not answer. */
@QuarkusTest
@WithTestResource(ModelStack.class)
class SessionsTest {
    @SuppressWarnings("NullAway.Init") // set by ModelStack
    TestEdge edge;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    URI service;

    @Test
    void endsATransactionWholeWhenItsCallerLeaves() {
        String name = Ids.next("left");
        try (LogWatch log = new LogWatch()) {
            IntStream.range(0, 12).forEach(i -> leaveDuringTransaction(name + i));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(query("select count(*) from inbox where event_id like '" + name + "%'"))
                                    .isEqualTo("24"));

            IntStream.range(0, 30).forEach(i -> {
                Reply reply = http().ask("GET", "/models?limit=1");
                assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            });
            assertThat(query("select count(*) from pg_stat_activity where datname = current_database()"
                            + " and state like 'idle in transaction%'"))
                    .isEqualTo("0");
            assertThat(log.errors()).isEmpty();
        }
    }

    @Test
    void answersSoonThatTheDatabaseDoesNotAnswerAndThenGoesOn() throws SQLException {
        String name = Ids.next("late");
        try (Connection blocker = database(config("radium.db.name"))) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("lock table inbox, model in access exclusive mode");
            Instant begin = Instant.now();

            Reply write = http().ask("POST", "/kit/transactions?seconds=0&name=" + name);
            Reply read = http().ask("GET", "/models");

            for (Reply reply : List.of(write, read)) {
                assertThat(reply.status()).as(reply.body()).isEqualTo(503);
                assertThat(reply.header("Retry-After")).isEqualTo("1");
                assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
            }
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(14));
            blocker.rollback();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> http().ask("GET", "/models?limit=1").status() == 200);
        assertThat(query("select count(*) from inbox where event_id like '" + name + "%'"))
                .isEqualTo("0");
    }

    /** 70 requests: 4 hold half of the pool, 64 wait without a connection, 2 are more than may wait. */
    @Test
    void letsOtherAccountsPassWhileTheRequestsOfOneWait() throws SQLException {
        try (Connection blocker = database(config("radium.db.name"));
                ExecutorService clients = Executors.newFixedThreadPool(70)) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("lock table inbox in access exclusive mode");
            String name = Ids.next("turn");
            List<Future<Reply>> greedy = IntStream.range(0, 70)
                    .mapToObj(i -> clients.submit(
                            () -> http().ask("POST", "/kit/transactions?seconds=0&name=" + name + "-" + i)))
                    .toList();
            await().untilAsserted(() -> assertThat(greedy.stream().filter(Future::isDone))
                    .hasSize(2)
                    .allSatisfy(refused -> {
                        assertThat(refused.get().status()).isEqualTo(503);
                        assertThat(refused.get().header("Retry-After")).isEqualTo("1");
                    }));

            Instant begin = Instant.now();
            Reply other = new RawHttp(service, edge.developerOf("acct_2", "model-service")).ask("GET", "/models");

            assertThat(other.status()).as(other.body()).isEqualTo(200);
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(1));
            assertThat(query("select count(*) from pg_stat_activity where datname = current_database()"
                            + " and wait_event_type = 'Lock' and query like 'insert into inbox%'"))
                    .isEqualTo("4");
            assertThat(http().ask("GET", "/metrics").body())
                    .contains("radium_database_waiting_requests{kind=\"account\"} 64.0");
            blocker.rollback();
            assertThat(greedy).map(reply -> reply.get().status()).containsOnly(200, 503);
            assertThat(query("select count(*) from inbox where event_id like '" + name + "%'"))
                    .isEqualTo("136");
        }
    }

    @Test
    void saysThatItIsAliveAndReady() {
        for (String path : List.of("/health/live", "/health/ready", "/q/health/live")) {
            Reply reply = http().ask("GET", path);
            assertThat(reply.status()).as(path + reply.body()).isEqualTo(200);
            assertThat(reply.body()).contains("\"UP\"");
        }
        assertThat(http().ask("GET", "/health/live").body()).contains("outbox-relay");
    }

    private void leaveDuringTransaction(String name) {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.getOutputStream()
                    .write("POST /kit/transactions?seconds=0.3&name=%s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\n\r\n"
                            .formatted(name, edge.developerOf("acct_1", "model-service"))
                            .getBytes(StandardCharsets.ISO_8859_1));
            await().pollInterval(Duration.ofMillis(10))
                    .until(() -> !query("select count(*) from pg_stat_activity where datname = current_database()"
                                    + " and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()")
                            .equals("0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String query(String sql) {
        try (Connection connection = database(config("radium.db.name") + "_app");
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection database(String role) throws SQLException {
        return DriverManager.getConnection(config("quarkus.datasource.jdbc.url"), role, config("radium.db.password"));
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private RawHttp http() {
        return new RawHttp(service, edge.developerOf("acct_1", "model-service"));
    }
}
