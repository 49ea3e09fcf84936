package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.worker.llama.TestLaunch;
import ai.radium.worker.testmodel.ScriptedModel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a process of its own. */
class ProcessTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final int managementPort = freePort();
    private final Path model;
    private final Path log;
    private Process process;

    ProcessTest(@TempDir Path folder) throws IOException {
        this.model = ScriptedModel.sentence().write(folder.resolve("model.gguf"));
        this.log = folder.resolve("log");
        this.process = start(Map.of());
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    @Test
    void leavesNoEngineBehindWhenItIsKilled() {
        await().atMost(LONG).ignoreException(ConnectException.class).until(() -> ready().statusCode() == 200);
        List<ProcessHandle> children = process.children().toList();
        assertThat(children).hasSize(1);
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(5)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void endsWithSuccessWhenAskedTo() throws InterruptedException {
        await().atMost(LONG).ignoreException(ConnectException.class).until(() -> ready().statusCode() == 200);
        List<ProcessHandle> children = process.children().toList();
        process.destroy();
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void saysWhyItsEngineWillNotRun() throws Exception {
        process.destroyForcibly().waitFor();
        process = start(Map.of("RADIUM_LLAMA_SERVER", "/bin/false"));
        await().atMost(LONG)
                .ignoreException(ConnectException.class)
                .until(() -> ready().body().contains("died 4 times in a row: status 1"));
        assertThat(ready().statusCode()).isEqualTo(503);
    }

    @Test
    void refusesToStartWithoutAModel() throws Exception {
        process.destroyForcibly().waitFor();
        process = start(Map.of("RADIUM_WORKER_MODEL", "/nowhere.gguf"));
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log).content().contains("RADIUM_WORKER_MODEL", "/nowhere.gguf");
    }

    private Process start(Map<String, String> overrides) throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "RADIUM_WORKER_MODEL", model.toString(),
                        "RADIUM_WORKER_PORT", "0",
                        "RADIUM_WORKER_MANAGEMENT_PORT", Integer.toString(managementPort),
                        "RADIUM_LLAMA_SERVER", TestLaunch.program().toString()));
        builder.environment().putAll(overrides);
        return builder.start();
    }

    private HttpResponse<String> ready() throws InterruptedException, IOException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
