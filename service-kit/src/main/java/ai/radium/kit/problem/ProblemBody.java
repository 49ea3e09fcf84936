package ai.radium.kit.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9457 problem details with our members.
 *
 * @param type stable URI of the code
 * @param param the field at fault
 * @param traceId the request id
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable String param,
        Map<String, Object> details,
        @Nullable String traceId) {
    public static final String MEDIA_TYPE = "application/problem+json";

    static ProblemBody of(ProblemException refusal, @Nullable String traceId) {
        Problem problem = refusal.problem();
        return new ProblemBody(
                "urn:radium:problem:" + problem.name(),
                problem.title(),
                problem.status(),
                refusal.detail(),
                problem.name(),
                refusal.param(),
                refusal.details(),
                traceId);
    }

    Response toResponse() {
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(this);
        return status == 503 || status == 429
                ? response.header("Retry-After", 1).build()
                : response.build();
    }
}
