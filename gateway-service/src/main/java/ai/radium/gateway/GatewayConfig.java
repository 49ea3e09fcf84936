package ai.radium.gateway;

import ai.radium.gateway.cors.Cors;
import ai.radium.gateway.identity.DemoKeys;
import ai.radium.gateway.identity.IdentityConfig;
import ai.radium.gateway.relay.RelayConfig;
import ai.radium.gateway.relay.Service;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the process is told by its environment; the README has a line for each variable.
 *
 * @param ports of the public listener
 * @param spoolBytes that usage may take on disk before requests are refused
 * @param redisPatience how long a request waits for Redis
 */
record GatewayConfig(
        String host,
        List<Integer> ports,
        int managementPort,
        int loops,
        String kafka,
        String redis,
        Duration redisPatience,
        long spoolBytes,
        Path home,
        Optional<Path> signingKey,
        Set<String> raghimHosts,
        Cors cors,
        IdentityConfig identity,
        RelayConfig relay) {
    private static final long DEFAULT_SPOOL_BYTES = 2L * 1024 * 1024 * 1024;
    private static final int MOST_KEYS = 100_000;

    /**
     * @throws IllegalArgumentException naming the variable when it cannot be read
     * @throws IllegalStateException when the documentation's keys are on and a listener is not on a loopback address
     */
    static GatewayConfig of(Map<String, String> environment) {
        Env env = new Env(environment);
        String host = env.text("RADIUM_GATEWAY_HOST", "127.0.0.1");
        boolean demoKeys = Boolean.parseBoolean(env.text("RADIUM_GATEWAY_DEMO_KEYS", "false"));
        List<Integer> ports = Arrays.stream(
                        env.text("RADIUM_GATEWAY_PORTS", "8000,3000").split(",", -1))
                .map(port -> Integer.valueOf(port.strip()))
                .toList();
        if (demoKeys) {
            DemoKeys.refuseUnlessLoopback(ports.stream()
                    .map(port -> new InetSocketAddress(host, port))
                    .toList());
        }
        Path home = Path.of(env.text("RADIUM_GATEWAY_HOME", ".radium/gateway"));
        String keycloak = env.text("RADIUM_KEYCLOAK", "http://127.0.0.1:8180") + "/realms/radium";
        return new GatewayConfig(
                host,
                ports,
                (int) env.number("RADIUM_GATEWAY_MANAGEMENT_PORT", 8001),
                (int) env.number("RADIUM_GATEWAY_LOOPS", Runtime.getRuntime().availableProcessors()),
                env.text("RADIUM_KAFKA", "127.0.0.1:19092"),
                env.text("RADIUM_REDIS", "redis://127.0.0.1:16379"),
                Duration.ofMillis(env.number("RADIUM_GATEWAY_REDIS_PATIENCE_MILLIS", 20)),
                env.number("RADIUM_GATEWAY_SPOOL_BYTES", DEFAULT_SPOOL_BYTES),
                home,
                Optional.ofNullable(environment.get("RADIUM_INTERNAL_SIGNING_KEY"))
                        .map(Path::of),
                Arrays.stream(env.text("RADIUM_GATEWAY_RAGHIM_HOSTS", "").split(",", -1))
                        .filter(name -> !name.isBlank())
                        .collect(Collectors.toSet()),
                Cors.of(env.text("RADIUM_GATEWAY_CORS_ORIGINS", "")),
                new IdentityConfig(
                        env.uri("RADIUM_ACCOUNT_SERVICE", 8101),
                        URI.create(keycloak + "/protocol/openid-connect/certs"),
                        env.text("RADIUM_GATEWAY_ISSUER", keycloak),
                        Set.of("radium-cli", "radium-console"),
                        home,
                        demoKeys,
                        MOST_KEYS),
                new RelayConfig(
                        Map.of(
                                Service.ACCOUNT, env.uri("RADIUM_ACCOUNT_SERVICE", 8101),
                                Service.MODEL, env.uri("RADIUM_MODEL_SERVICE", 8102),
                                Service.DEPLOYMENT, env.uri("RADIUM_DEPLOYMENT_SERVICE", 8103),
                                Service.BILLING, env.uri("RADIUM_BILLING_SERVICE", 8104),
                                Service.ANALYTICS, env.uri("RADIUM_ANALYTICS_SERVICE", 8105)),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30)));
    }

    /** The environment with defaults. */
    private record Env(Map<String, String> variables) {
        String text(String name, String fallback) {
            String value = variables.get(name);
            return value == null || value.isBlank() ? fallback : value;
        }

        long number(String name, long fallback) {
            String value = text(name, String.valueOf(fallback));
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " must be a whole number, not " + value, e);
            }
        }

        URI uri(String name, int port) {
            return URI.create(text(name, "http://127.0.0.1:" + port));
        }
    }
}
