package ai.radium.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Further gateway processes of a running platform: the shipped jar, with the environment of the platform's own gateway but for
 * its ports and home.
 */
final class MoreGateways implements AutoCloseable {
    private static final Path TARGET =
            Path.of("../gateway-service/target").toAbsolutePath().normalize();

    private final List<Running> running = new ArrayList<>();
    private final Platform platform;
    private final Map<String, String> settings;

    private record Running(Process process, int port) {}

    MoreGateways(Platform platform, int count) throws IOException {
        this(platform, count, Map.of());
    }

    /** @param settings environment variables of these gateways alone */
    MoreGateways(Platform platform, int count, Map<String, String> settings) throws IOException {
        this.platform = platform;
        this.settings = settings;
        try {
            for (int i = 0; i < count; i++) {
                running.add(start(i, freePort()));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    List<String> baseUrls() {
        return running.stream()
                .map(one -> "http://127.0.0.1:" + one.port() + "/v1")
                .toList();
    }

    /** Stops it as an operator does, waits for its end and starts it again. */
    void restart(int number) throws IOException {
        Running old = running.get(number);
        old.process().destroy();
        old.process().onExit().join();
        running.set(number, start(number, old.port()));
    }

    private Running start(int number, int port) throws IOException {
        int managementPort = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                TARGET + "/gateway-service.jar:" + TARGET + "/lib/*",
                "ai.radium.gateway.Main");
        Map<String, String> environment = builder.environment();
        environment.putAll(new ProcessView(platform.part("gateway-service").pid()).environment());
        environment.put("RADIUM_GATEWAY_PORTS", String.valueOf(port));
        environment.put("RADIUM_GATEWAY_MANAGEMENT_PORT", String.valueOf(managementPort));
        environment.put(
                "RADIUM_GATEWAY_HOME",
                platform.home().resolve("gateway-" + number).toString());
        environment.putAll(settings);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        platform.home().resolve("gateway-" + number + ".log").toFile()));
        Process process = builder.start();
        try {
            await().atMost(Duration.ofMinutes(3)).until(() -> isReady(managementPort));
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
        return new Running(process, port);
    }

    private static boolean isReady(int managementPort) throws InterruptedException {
        URI address = URI.create("http://127.0.0.1:%d/health/ready".formatted(managementPort));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(address).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        running.forEach(one -> one.process().destroy());
        running.forEach(one -> one.process().onExit().join());
    }
}
