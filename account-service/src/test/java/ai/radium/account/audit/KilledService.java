package ai.radium.account.audit;

import static org.awaitility.Awaitility.await;

import ai.radium.account.AccountStack;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.PackagedService;
import ai.radium.kit.testing.TestEdge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The packaged service with one customer, killed and started again as often as a test likes; and its database. */
final class KilledService implements AutoCloseable {
    private static final String NAME = "account-service";

    private final TestEdge edge = new TestEdge();
    private final Map<String, String> settings = new AccountStack().start();
    private final HttpClient http = HttpClient.newHttpClient();
    /** Written while there is no service. */
    private final ReentrantReadWriteLock running = new ReentrantReadWriteLock();

    private PackagedService service;
    private final String account;

    /** @param relay whether it publishes what it commits */
    KilledService(boolean relay) {
        edge.publishAt(Objects.requireNonNull(settings.get("radium.internal.jwks")));
        service = launched(relay);
        account = account();
    }

    private PackagedService launched(boolean relay) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("radium.outbox.relay", Boolean.toString(relay));
        var launched = new PackagedService(all);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(launched::isReady);
        return launched;
    }

    /** SIGKILL, then a new process that publishes. */
    void killAndStart() {
        service.close();
        running.writeLock().lock();
        try {
            service = launched(true);
        } finally {
            running.writeLock().unlock();
        }
    }

    /** The reply of the customer's request; empty when the service died before it gave one. Waits while there is none. */
    Optional<HttpResponse<String>> ask(String method, String path, String requestId, String body) {
        HttpRequest request = request(path, edge.bearer(caller(), NAME))
                .header("X-Request-Id", requestId)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return Optional.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Caller caller() {
        return new Caller(account, "ada", Role.OWNER, Set.of(), null);
    }

    private HttpRequest.Builder request(String path, String authorization) {
        running.readLock().lock();
        try {
            return HttpRequest.newBuilder(service.uri().resolve(path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Authorization", authorization)
                    .header("Content-Type", "application/json");
        } finally {
            running.readLock().unlock();
        }
    }

    private String account() {
        try {
            String membership = http.send(
                            request("/internal/principals", edge.gateway(NAME))
                                    .POST(BodyPublishers.ofString("{\"sub\":\"ada\"}"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return membership.replaceFirst("(?s).*\"account\":\"([^\"]+)\".*", "$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column. */
    List<String> query(String sql) {
        String url = "jdbc:postgresql://127.0.0.1:%s/%s"
                .formatted(settings.get("radium.db.port"), settings.get("radium.db.database"));
        try (Connection connection =
                        DriverManager.getConnection(url, "account_service", settings.get("radium.db.password"));
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String sql) {
        return Long.parseLong(query(sql).getFirst());
    }

    @Override
    public void close() {
        service.close();
        http.close();
    }
}
