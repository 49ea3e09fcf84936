package ai.radium.worker.llama;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.process.LastLines;
import ai.radium.process.ProcessLaunch;
import ai.radium.worker.openai.OpenAiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A llama-server that no worker looks after; a test can kill it, and start it again at the same address. */
public final class TestServer implements AutoCloseable {
    public static final String KEY = "a-secret-of-the-server";

    private final HttpClient http = OpenAiClient.newHttp();
    private final Launch launch;
    private final int port;
    private final Map<String, String> environment;
    private Process process;

    private TestServer(Launch launch, int port) {
        this(launch, port, Map.of());
    }

    private TestServer(Launch launch, int port, Map<String, String> more) {
        this.launch = launch;
        this.port = port;
        this.environment = new HashMap<>(Map.of("LLAMA_API_KEY", KEY, "OMP_WAIT_POLICY", "PASSIVE"));
        environment.putAll(more);
        this.process = run();
    }

    public static TestServer start(ScriptedModel model, Path folder, int slots, int contextLength) throws IOException {
        return start(model, folder, slots, contextLength, Map.of());
    }

    static TestServer start(
            ScriptedModel model, Path folder, int slots, int contextLength, Map<String, String> environment)
            throws IOException {
        Path file = model.write(folder.resolve("model.gguf"));
        return new TestServer(
                new Launch(TestLaunch.program(), file, slots, contextLength, 1, 128), freePort(), environment);
    }

    /** By the mean of a text's tokens. */
    public static TestServer startEmbeddings(ScriptedModel model, Path folder) throws IOException {
        return startEmbeddings(model, folder, 1, 256);
    }

    static TestServer startEmbeddings(ScriptedModel model, Path folder, int slots, int contextLength)
            throws IOException {
        Path file = model.write(folder.resolve("embeddings.gguf"));
        Launch launch = new Launch(
                TestLaunch.program(),
                file,
                slots,
                contextLength,
                1,
                128,
                List.of(),
                Optional.of(Pooling.MEAN),
                new Speculation.None());
        return new TestServer(launch, freePort());
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Whether its first slot is taken. */
    public boolean isBusy() throws InterruptedException {
        return client().get("/slots").body().path(0).path("is_processing").asBoolean();
    }

    public OpenAiClient client() {
        return new OpenAiClient(http, address(), KEY);
    }

    /** Stops it in whatever it does, until it is continued; it takes connections all the same. */
    public void halt() throws IOException, InterruptedException {
        Signals.send("STOP", process.pid());
    }

    public void goOn() throws IOException, InterruptedException {
        Signals.send("CONT", process.pid());
    }

    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** After a kill. The process lives no longer than the calling thread. */
    public void startAgain() {
        process = run();
    }

    @Override
    public void close() {
        kill();
        http.shutdownNow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private Process run() {
        try {
            Process process = ProcessLaunch.of(launch.command(port))
                    .dyingWithItsParent()
                    .with(environment)
                    .start();
            LastLines.following(process, 1);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
