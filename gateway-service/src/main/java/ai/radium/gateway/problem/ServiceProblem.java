package ai.radium.gateway.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a service behind the gateway refuses with: RFC 9457 problem details with our members. */
public final class ServiceProblem {
    /** Of problem details; an error body of any other type is never shown. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int UNAVAILABLE = 503;

    private ServiceProblem() {}

    /**
     * The service's refusal as a client may see it. A body that is no problem of ours is not shown: what the service's HTTP
     * server refuses by itself is told by its status alone, anything else is BAD_GATEWAY.
     *
     * @param status of the service's reply, 400 and up
     * @param retryAfter the reply's Retry-After in seconds, 0 if it has none
     */
    public static Refusal read(int status, @Nullable String mediaType, byte[] body, int retryAfter) {
        if (mediaType == null || !mediaType.startsWith(MEDIA_TYPE)) {
            return unreadable(status);
        }
        try {
            JsonNode problem = JSON.readTree(body);
            String code = problem.path("code").asText("");
            if (code.isEmpty()) {
                return unreadable(status);
            }
            String title = problem.path("title").asText(code);
            var refusal = new Refusal(
                    status,
                    code,
                    title,
                    problem.path("detail").asText(title),
                    problem.path("param").asText(null),
                    details(problem.path("details")),
                    0);
            return retryAfter > 0 || status == UNAVAILABLE ? refusal.retryAfter(retryAfter) : refusal;
        } catch (IOException e) {
            return unreadable(status);
        }
    }

    private static Refusal unreadable(int status) {
        return switch (status) {
            case 400 -> GatewayProblem.INVALID_REQUEST.because("The request is not valid");
            case 404 -> GatewayProblem.NOT_FOUND.because("There is nothing here");
            case 405 -> GatewayProblem.METHOD_NOT_ALLOWED.because("This method is not offered here");
            case 413 -> GatewayProblem.PAYLOAD_TOO_LARGE.because("The body is too large");
            case 414 -> GatewayProblem.URI_TOO_LONG.because("The path and query are too long");
            case 415 -> GatewayProblem.UNSUPPORTED_MEDIA_TYPE.because("The body must be application/json");
            case 431 -> GatewayProblem.HEADERS_TOO_LARGE.because("The headers are too large");
            case UNAVAILABLE -> GatewayProblem.SERVICE_UNAVAILABLE.because("Try again in a moment");
            default -> GatewayProblem.BAD_GATEWAY.because("A part behind the gateway failed");
        };
    }

    private static Map<String, Object> details(JsonNode node) {
        Map<String, Object> details = new LinkedHashMap<>();
        node.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                details.put(member.getKey(), JSON.convertValue(member.getValue(), Object.class));
            }
        });
        return details;
    }
}
