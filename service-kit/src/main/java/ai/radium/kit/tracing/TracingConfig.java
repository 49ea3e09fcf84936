package ai.radium.kit.tracing;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go and which ones, in the variables that OpenTelemetry's specification names ("Environment Variables", 1.40).
 *
 * @param traces URL that takes OTLP's protobuf
 * @param attributes of the process, its name among them
 * @param headers of each export; may hold credentials
 * @param delay between two exports
 */
public record TracingConfig(
        URI traces, Sampling sampling, Map<String, String> attributes, Map<String, String> headers, Duration delay) {
    public static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private static final String DISABLED = "OTEL_SDK_DISABLED";
    private static final String SERVICE = "OTEL_SERVICE_NAME";
    private static final String ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES";
    private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
    private static final String DELAY = "OTEL_BSP_SCHEDULE_DELAY";
    private static final String SERVICE_NAME = "service.name";

    /** All that are read. */
    public static final Set<String> VARIABLES =
            Set.of(ENDPOINT, PROTOCOL, DISABLED, SERVICE, ATTRIBUTES, HEADERS, DELAY, Sampling.SAMPLER, Sampling.SHARE);

    public TracingConfig {
        attributes = Map.copyOf(attributes);
        headers = Map.copyOf(headers);
    }

    /**
     * Empty where tracing is off: no endpoint, or disabled.
     *
     * @param process its name, unless the environment gives another one
     * @throws IllegalArgumentException naming the variable that cannot be read
     */
    public static Optional<TracingConfig> of(Map<String, String> environment, String process) {
        String endpoint = given(environment, ENDPOINT);
        if (endpoint == null || "true".equalsIgnoreCase(given(environment, DISABLED))) {
            return Optional.empty();
        }
        String protocol = given(environment, PROTOCOL);
        if (protocol != null && !protocol.equals("http/protobuf")) {
            throw new IllegalArgumentException(PROTOCOL + " must be http/protobuf, not " + protocol);
        }
        Map<String, String> attributes = new LinkedHashMap<>(Map.of(SERVICE_NAME, process));
        attributes.putAll(pairs(environment, ATTRIBUTES));
        String service = given(environment, SERVICE);
        if (service != null) {
            attributes.put(SERVICE_NAME, service);
        }
        return Optional.of(new TracingConfig(
                traces(endpoint),
                Sampling.of(given(environment, Sampling.SAMPLER), given(environment, Sampling.SHARE)),
                attributes,
                pairs(environment, HEADERS),
                delay(given(environment, DELAY))));
    }

    private static @Nullable String given(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Below the endpoint's own path, as the specification of the exporter asks. */
    private static URI traces(String endpoint) {
        try {
            URI base = URI.create(endpoint.endsWith("/") ? endpoint : endpoint + "/");
            if (base.getHost() != null && ("http".equals(base.getScheme()) || "https".equals(base.getScheme()))) {
                return base.resolve("v1/traces");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ENDPOINT + " must be an http or https URL, not " + endpoint, e);
        }
        throw new IllegalArgumentException(ENDPOINT + " must be an http or https URL, not " + endpoint);
    }

    private static Duration delay(@Nullable String millis) {
        if (millis == null) {
            return Duration.ofSeconds(5);
        }
        if (!millis.matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException(DELAY + " must be a number of milliseconds, not " + millis);
        }
        return Duration.ofMillis(Math.max(1, Integer.parseInt(millis)));
    }

    /** {@code name=value,name=value}, values percent-encoded; they may be secrets and are not repeated. */
    private static Map<String, String> pairs(Map<String, String> environment, String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        String list = given(environment, name);
        for (String pair : list == null ? new String[0] : list.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(name + " must be a list like name=value,name=value");
            }
            pairs.put(
                    pair.substring(0, equals).strip(),
                    decoded(name, pair.substring(equals + 1).strip()));
        }
        return pairs;
    }

    private static String decoded(String name, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " has a value that is not percent-encoded", e);
        }
    }

    /** Headers stay out of logs. */
    @Override
    public String toString() {
        return "TracingConfig[" + traces + ", " + sampling + "]";
    }
}
