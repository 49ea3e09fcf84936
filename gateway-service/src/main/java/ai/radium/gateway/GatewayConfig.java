package ai.radium.gateway;

import ai.radium.gateway.cors.Cors;
import ai.radium.gateway.funds.FundsBounds;
import ai.radium.gateway.http.HttpBounds;
import ai.radium.gateway.idempotency.IdempotencyBounds;
import ai.radium.gateway.identity.DemoKeys;
import ai.radium.gateway.identity.GuessingLimits;
import ai.radium.gateway.identity.IdentityConfig;
import ai.radium.gateway.identity.TrustedProxies;
import ai.radium.gateway.inference.InferenceBounds;
import ai.radium.gateway.kafka.KafkaAccess;
import ai.radium.gateway.relay.RelayConfig;
import ai.radium.gateway.relay.Service;
import ai.radium.kit.tracing.TracingConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
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
 * @param funds how long a call waits for its account's funds, and what becomes of it without Redis
 * @param workerSecret of which workers' tokens are derived; empty = they ask for none
 * @param catchUp how long a new process that cannot read its topics to their end is not ready
 * @param status between two looks at the services; zero = none
 * @param tracing empty = off
 * @param stop from SIGTERM to the end of the process
 */
record GatewayConfig(
        String host,
        List<Integer> ports,
        int managementPort,
        int loops,
        KafkaAccess kafka,
        String redis,
        Duration redisPatience,
        FundsBounds funds,
        long spoolBytes,
        Path home,
        Optional<Path> signingKey,
        Set<String> raghimHosts,
        Cors cors,
        IdentityConfig identity,
        RelayConfig relay,
        HttpBounds http,
        InferenceBounds inference,
        IdempotencyBounds idempotency,
        String workerSecret,
        Duration catchUp,
        Duration status,
        Optional<TracingConfig> tracing,
        Duration stop) {
    private static final long DEFAULT_SPOOL_BYTES = 2L * 1024 * 1024 * 1024;
    private static final int MOST_KEYS = 100_000;
    private static final long MIB = 1024 * 1024;
    private static final Duration AFTER_DRAIN = Duration.ofSeconds(5);

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
                kafka(env.text("RADIUM_KAFKA", "127.0.0.1:19092"), env.path("RADIUM_KAFKA_CONFIG")),
                env.text("RADIUM_REDIS", "redis://127.0.0.1:16379"),
                env.millis("RADIUM_GATEWAY_REDIS_PATIENCE_MILLIS", 20),
                new FundsBounds(
                        env.millis("RADIUM_GATEWAY_REDIS_PATIENCE_MILLIS", 20),
                        env.millis("RADIUM_GATEWAY_FUNDS_PATIENCE_MILLIS", 5_000),
                        withoutRedis(env.text("RADIUM_GATEWAY_FUNDS_WITHOUT_REDIS", "share"))),
                env.number("RADIUM_GATEWAY_SPOOL_BYTES", DEFAULT_SPOOL_BYTES),
                home,
                env.path("RADIUM_INTERNAL_SIGNING_KEY"),
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
                        MOST_KEYS,
                        new GuessingLimits(
                                (int) env.number("RADIUM_GATEWAY_WRONG_KEYS_PER_MINUTE", 20),
                                env.seconds("RADIUM_GATEWAY_WRONG_KEYS_LONGEST_WAIT_SECONDS", 60),
                                env.millis("RADIUM_GATEWAY_WRONG_KEYS_LOOKUP_MILLIS", 1_000),
                                (int) env.number("RADIUM_GATEWAY_KEY_SOURCES", 10_000)),
                        proxies(env.text("RADIUM_TRUSTED_PROXIES", ""))),
                new RelayConfig(
                        Map.of(
                                Service.ACCOUNT, env.uri("RADIUM_ACCOUNT_SERVICE", 8101),
                                Service.MODEL, env.uri("RADIUM_MODEL_SERVICE", 8102),
                                Service.DEPLOYMENT, env.uri("RADIUM_DEPLOYMENT_SERVICE", 8103),
                                Service.BILLING, env.uri("RADIUM_BILLING_SERVICE", 8104),
                                Service.ANALYTICS, env.uri("RADIUM_ANALYTICS_SERVICE", 8105),
                                Service.FINETUNE, env.uri("RADIUM_FINETUNE_SERVICE", 8106)),
                        Duration.ofSeconds(1),
                        env.seconds("RADIUM_GATEWAY_SERVICE_DOUBT_SECONDS", 3),
                        Duration.ofSeconds(2),
                        env.seconds("RADIUM_GATEWAY_SERVICE_SECONDS", 30),
                        env.seconds("RADIUM_GATEWAY_SERVICE_SECONDS", 30),
                        256,
                        (int) env.number("RADIUM_GATEWAY_ACCOUNT_SERVICE_CONNECTIONS", 32)),
                new HttpBounds(
                        env.seconds("RADIUM_GATEWAY_HEAD_SECONDS", 15),
                        env.seconds("RADIUM_GATEWAY_BODY_SECONDS", 15),
                        (int) env.number("RADIUM_GATEWAY_BODY_PROGRESS_BYTES", 1024),
                        env.seconds("RADIUM_GATEWAY_WHOLE_BODY_SECONDS", 60),
                        env.seconds("RADIUM_GATEWAY_IDLE_SECONDS", 75),
                        env.seconds("RADIUM_GATEWAY_READER_SECONDS", 30),
                        env.seconds("RADIUM_GATEWAY_REQUEST_SECONDS", 3_600),
                        (int) env.number("RADIUM_GATEWAY_CONNECTION_REQUESTS", 10_000),
                        env.number("RADIUM_GATEWAY_INFERENCE_BODY_BYTES", 4 * MIB),
                        env.number("RADIUM_GATEWAY_MANAGEMENT_BODY_BYTES", MIB),
                        env.number("RADIUM_GATEWAY_UPLOAD_BODY_BYTES", 1_025 * MIB),
                        (int) env.number("RADIUM_GATEWAY_CONNECTIONS", 10_000),
                        (int) env.number("RADIUM_GATEWAY_ADDRESS_CONNECTIONS", 5_000),
                        env.number("RADIUM_GATEWAY_BODY_MEMORY_BYTES", 96 * MIB)),
                new InferenceBounds((int) env.number("RADIUM_GATEWAY_FIRST_TOKEN_SECONDS", 300), (int)
                        env.number("RADIUM_GATEWAY_TOKEN_SECONDS", 60)),
                new IdempotencyBounds(
                        Duration.ofHours(env.number("RADIUM_GATEWAY_IDEMPOTENCY_HOURS", 24)),
                        (int) env.number("RADIUM_GATEWAY_IDEMPOTENCY_REPLY_BYTES", MIB),
                        env.seconds("RADIUM_GATEWAY_IDEMPOTENCY_WAIT_SECONDS", 300)),
                workerSecret(env.path("RADIUM_WORKER_SECRET_FILE")),
                env.seconds("RADIUM_GATEWAY_CATCH_UP_SECONDS", 5),
                env.seconds("RADIUM_GATEWAY_STATUS_SECONDS", 5),
                TracingConfig.of(environment, "gateway-service"),
                env.seconds("RADIUM_STOP_SECONDS", 30));
    }

    /** How long open answers may go on when the gateway stops: what comes after them needs the rest. */
    Duration drain() {
        return stop.compareTo(AFTER_DRAIN) > 0 ? stop.minus(AFTER_DRAIN) : Duration.ZERO;
    }

    private static TrustedProxies proxies(String list) {
        try {
            return TrustedProxies.of(list);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("RADIUM_TRUSTED_PROXIES: " + e.getMessage(), e);
        }
    }

    private static KafkaAccess kafka(String bootstrap, Optional<Path> settings) {
        return settings.map(file -> KafkaAccess.of(bootstrap, file)).orElseGet(() -> KafkaAccess.open(bootstrap));
    }

    private static FundsBounds.WithoutRedis withoutRedis(String word) {
        try {
            return FundsBounds.WithoutRedis.named(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "RADIUM_GATEWAY_FUNDS_WITHOUT_REDIS must be share, refuse or admit, not " + word, e);
        }
    }

    private static String workerSecret(Optional<Path> file) {
        if (file.isEmpty()) {
            return "";
        }
        try {
            String secret = Files.readString(file.get()).strip();
            if (secret.isEmpty()) {
                throw new IllegalArgumentException("RADIUM_WORKER_SECRET_FILE is empty: " + file.get());
            }
            return secret;
        } catch (IOException e) {
            throw new IllegalArgumentException("RADIUM_WORKER_SECRET_FILE cannot be read: " + file.get(), e);
        }
    }

    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "GatewayConfig" + ports;
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

        Duration seconds(String name, long fallback) {
            return Duration.ofSeconds(number(name, fallback));
        }

        Duration millis(String name, long fallback) {
            return Duration.ofMillis(number(name, fallback));
        }

        Optional<Path> path(String name) {
            String value = text(name, "");
            return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
        }

        URI uri(String name, int port) {
            return URI.create(text(name, "http://127.0.0.1:" + port));
        }
    }
}
