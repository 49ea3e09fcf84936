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

/** Further gateway processes of a running platform: the shipped jar, the same Redis, Kafka and services. */
final class MoreGateways implements AutoCloseable {
    private static final Path TARGET =
            Path.of("../gateway-service/target").toAbsolutePath().normalize();
    private static final Map<String, String> ADDRESSES = Map.of(
            "RADIUM_KAFKA", "127.0.0.1:KAFKA",
            "RADIUM_REDIS", "redis://127.0.0.1:REDIS",
            "RADIUM_KEYCLOAK", "http://127.0.0.1:KEYCLOAK",
            "RADIUM_ACCOUNT_SERVICE", "http://127.0.0.1:ACCOUNT_SERVICE",
            "RADIUM_MODEL_SERVICE", "http://127.0.0.1:MODEL_SERVICE",
            "RADIUM_DEPLOYMENT_SERVICE", "http://127.0.0.1:DEPLOYMENT_SERVICE",
            "RADIUM_BILLING_SERVICE", "http://127.0.0.1:BILLING_SERVICE",
            "RADIUM_ANALYTICS_SERVICE", "http://127.0.0.1:ANALYTICS_SERVICE");

    private final List<Process> processes = new ArrayList<>();
    private final List<String> baseUrls = new ArrayList<>();

    MoreGateways(Platform platform, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            start(platform, i);
        }
    }

    List<String> baseUrls() {
        return List.copyOf(baseUrls);
    }

    private void start(Platform platform, int number) throws IOException {
        int port = freePort();
        int managementPort = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                TARGET + "/gateway-service.jar:" + TARGET + "/lib/*",
                "ai.radium.gateway.Main");
        Map<String, String> environment = builder.environment();
        ADDRESSES.forEach((name, address) -> environment.put(name, resolved(platform, address)));
        environment.put("RADIUM_GATEWAY_REDIS_PATIENCE_MILLIS", "500");
        environment.put("RADIUM_GATEWAY_PORTS", String.valueOf(port));
        environment.put("RADIUM_GATEWAY_MANAGEMENT_PORT", String.valueOf(managementPort));
        environment.put(
                "RADIUM_GATEWAY_HOME",
                platform.home().resolve("gateway-" + number).toString());
        environment.put(
                "RADIUM_INTERNAL_SIGNING_KEY",
                platform.home().resolve("secrets/internal-signing-key.pem").toString());
        builder.redirectErrorStream(true)
                .redirectOutput(
                        platform.home().resolve("gateway-" + number + ".log").toFile());
        processes.add(builder.start());
        baseUrls.add("http://127.0.0.1:" + port + "/v1");
        await().atMost(Duration.ofSeconds(30)).until(() -> isReady(managementPort));
    }

    private static String resolved(Platform platform, String address) {
        String name = address.substring(address.lastIndexOf(':') + 1);
        return address.replace(name, String.valueOf(platform.environment().get("RADIUM_PORT_" + name)));
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
        processes.forEach(Process::destroy);
        processes.forEach(process -> process.onExit().join());
    }
}
