package ai.radium.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The service of this module as it is shipped, a process of its own. */
public final class PackagedService implements AutoCloseable {
    private final int port;
    private final Path log;
    private final Process process;

    /** @param settings by their names in configuration */
    public PackagedService(Map<String, String> settings) {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
            log = Files.createTempFile("radium-service", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx160m",
                "-Dquarkus.http.port=" + port));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isReady() {
        try {
            HttpURLConnection asked =
                    (HttpURLConnection) uri().resolve("/health/ready").toURL().openConnection();
            asked.setConnectTimeout(1_000);
            asked.setReadTimeout(10_000);
            return asked.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Asks it to stop, as an operator does, and waits; whether it ended in time. */
    public boolean stop(Duration patience) throws InterruptedException {
        process.destroy();
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** As {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public long pid() {
        return process.pid();
    }

    /** What it said so far that a human has to look at. */
    public List<String> errors() {
        return lines().stream()
                .filter(line -> line.contains("\"level\":\"ERROR\"") || line.contains("Exception in thread"))
                .toList();
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
