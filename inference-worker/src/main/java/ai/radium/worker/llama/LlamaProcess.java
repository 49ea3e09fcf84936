package ai.radium.worker.llama;

import ai.radium.process.LastLines;
import ai.radium.process.ProcessLaunch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of llama-server, from its start to its end. */
final class LlamaProcess {
    private static final int KEY_BYTES = 24;

    private static final Map<String, String> ENVIRONMENT = Map.of(
            // Threads that spin while they wait starve everything else on the machine.
            "OMP_WAIT_POLICY",
            "PASSIVE",
            // An engine that aborts would attach a debugger to itself: seconds in which its streams hang, and its
            // reason
            // is lost.
            "GGML_NO_BACKTRACE",
            "1",
            // Huge pages, where the system gives them to who asks: half of a start was to fill the KV cache page by
            // page.
            // Measured 2026-11-26, SmolLM2-135M, 16,384 tokens, glibc 2.36: ready after 0.33 s instead of 0.65 s.
            "GLIBC_TUNABLES",
            System.getenv().getOrDefault("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"));

    private final Process process;
    private final URI address;
    private final String key;
    private final EngineLog log = new EngineLog();
    private final LastLines output;

    private LlamaProcess(Process process, URI address, String key) {
        this.process = process;
        this.address = address;
        this.key = key;
        this.output = LastLines.following(process, 1, log);
    }

    /** The child lives no longer than the calling thread. */
    static LlamaProcess start(Launch launch, SecureRandom random) throws IOException {
        int port = freePort();
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        String key = HexFormat.of().formatHex(secret);
        Process process = ProcessLaunch.of(launch.command(port))
                .dyingWithItsParent()
                .with(ENVIRONMENT)
                .with(Map.of("LLAMA_API_KEY", key))
                .start();
        return new LlamaProcess(process, URI.create("http://127.0.0.1:" + port), key);
    }

    URI address() {
        return address;
    }

    String key() {
        return key;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** From now on what it writes may be about requests. */
    void takesRequests() {
        log.takesRequests();
    }

    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Whether it has ended by then. */
    boolean waitFor(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    void kill() {
        process.destroyForcibly();
    }

    /** The last thing it wrote, for the reason of a crash. */
    String lastLine() {
        return output.text();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
