package ai.radium.worker;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.llama.TestLaunch;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A worker as its supervisor starts it, on free ports, with its files in a folder. */
final class WorkerProcess implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Path folder;
    private final Process process;
    private @Nullable ManagedChannel channel;

    private WorkerProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static WorkerProcess start(ScriptedModel model, Path folder, Map<String, String> settings) throws IOException {
        return start(model.write(folder.resolve("model.gguf")), folder, settings);
    }

    /** @param settings environment variables, over those that every worker has here */
    static WorkerProcess start(Path model, Path folder, Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .environment()
                .putAll(Map.of(
                        "RADIUM_WORKER_MODEL",
                        model.toString(),
                        "RADIUM_WORKER_PORT",
                        "0",
                        "RADIUM_WORKER_MANAGEMENT_PORT",
                        "0",
                        "RADIUM_WORKER_USAGE_LOG",
                        folder.resolve("usage.log").toString(),
                        "RADIUM_LLAMA_SERVER",
                        TestLaunch.program().toString()));
        builder.environment().putAll(settings);
        return new WorkerProcess(folder, builder.start());
    }

    void awaitReady() {
        Awaitility.await()
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .ignoreException(ConnectException.class)
                .until(() -> ready().statusCode() == 200);
    }

    HttpResponse<String> ready() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + listens("managementPort") + "/health/ready");
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        }
    }

    int port() throws IOException {
        return listens("port");
    }

    /** One for all calls, open until the process is closed. */
    ManagedChannel channel() throws IOException {
        if (channel == null) {
            channel = NettyChannelBuilder.forAddress("127.0.0.1", port())
                    .usePlaintext()
                    .build();
        }
        return channel;
    }

    Path log() {
        return folder.resolve("log");
    }

    List<String> usageLines() throws IOException {
        return Files.readAllLines(folder.resolve("usage.log"));
    }

    ProcessHandle engine() {
        List<ProcessHandle> children = process.children().toList();
        if (children.size() != 1) {
            throw new IllegalStateException("one child expected, not " + children);
        }
        return children.getFirst();
    }

    void kill() {
        process.destroyForcibly();
    }

    void terminate() {
        process.destroy();
    }

    /** Its exit status. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.shutdownNow();
        }
        process.destroyForcibly();
    }

    /** A port out of the log's line that tells where it listens. */
    private int listens(String field) throws IOException {
        String line = Files.readAllLines(log()).stream()
                .filter(text -> text.contains("\"worker listens\""))
                .findFirst()
                .orElseThrow(() -> new ConnectException("the worker does not listen yet"));
        JsonNode entry = new JsonMapper().readTree(line);
        return entry.path(field).asInt();
    }
}
