package ai.radium.finetune;

import static org.awaitility.Awaitility.await;

import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.PackagedService;
import ai.radium.kit.testing.TestEdge;
import ai.radium.kit.testing.TestTopics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The packaged service, which may die and start again over the same data. */
public final class KillableService implements AutoCloseable {
    private static final String BOUNDARY = "oooo";

    private final TestEdge edge = new TestEdge();
    private final Map<String, String> settings = FinetuneStack.settings(edge);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String account = Ids.next("acct");
    private PackagedService process;

    public KillableService(Map<String, String> more) {
        process = started(more);
    }

    private PackagedService started(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        PackagedService begun = new PackagedService(all);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(begun::isReady);
        return begun;
    }

    /** Kills it and starts another. */
    public void killed(Map<String, String> more) {
        process.kill();
        process.close();
        process = started(more);
    }

    public Customer customer() {
        return new Customer(edge, process.uri(), account);
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a file of unknown length. */
    public CompletableFuture<HttpResponse<String>> send(InputStream content) {
        String head =
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\n";
        HttpRequest request = HttpRequest.newBuilder(process.uri().resolve("/datasets"))
                .header("Authorization", edge.developerOf(account, "finetune-service"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofInputStream(() -> new SequenceInputStream(
                        Collections.enumeration(List.of(text(head), content, text("\r\n--" + BOUNDARY + "--\r\n"))))))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    public TestTopics topics() {
        return new TestTopics(setting("radium.kafka"), setting("test.topic-prefix"));
    }

    /** Files of the store, half-written ones too, with their sizes. */
    public Map<String, Long> files() {
        Path root = Path.of(setting("radium.artifact.directory"));
        Map<String, Long> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> found.put(
                            root.relativize(file).toString(), file.toFile().length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** The rows' first column, as text. */
    public List<String> query(String sql) {
        String url = "jdbc:postgresql://127.0.0.1:" + setting("radium.db.port") + "/" + setting("radium.db.database");
        try (Connection connection =
                        DriverManager.getConnection(url, "finetune_service", setting("radium.db.password"));
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

    private String setting(String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    @Override
    public void close() {
        process.close();
        http.close();
    }
}
