package ai.radium.kit.problem;

import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Every failure of a request as a problem: our refusals as they are, bugs as a 500 that says nothing of the inside. */
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final CurrentVertxRequest request;

    ProblemMappers(CurrentVertxRequest request) {
        this.request = request;
    }

    @ServerExceptionMapper
    public Response refusal(ProblemException refusal) {
        return respond(refusal);
    }

    @ServerExceptionMapper
    public Response staleWrite(OptimisticLockException conflict) {
        return respond(new ProblemException(CommonProblem.CONFLICT, "It was changed meanwhile; read it and try again"));
    }

    @ServerExceptionMapper
    public Response badJson(JsonProcessingException broken) {
        return respond(JsonFault.refusal(broken));
    }

    /** The framework has a mapper of its own for this one, which says nothing. */
    @ServerExceptionMapper
    public Response wrongJson(MismatchedInputException mismatch) {
        return respond(JsonFault.refusal(mismatch));
    }

    @ServerExceptionMapper
    public Response framework(WebApplicationException failure) {
        if (failure.getCause() instanceof ProblemException refusal) {
            return respond(refusal);
        }
        if (failure.getCause() instanceof JsonProcessingException broken) {
            return respond(JsonFault.refusal(broken));
        }
        return respond(ofStatus(failure.getResponse().getStatus(), path()));
    }

    /** What the framework refuses with a bare status. */
    static ProblemException ofStatus(int status, @Nullable String path) {
        CommonProblem problem = Arrays.stream(CommonProblem.values())
                .filter(candidate -> candidate.status() == status)
                .findFirst()
                .orElse(status < 500 ? CommonProblem.INVALID_REQUEST : CommonProblem.INTERNAL_ERROR);
        return new ProblemException(
                problem,
                switch (problem) {
                    case NOT_FOUND -> "There is nothing at " + path;
                    case UNSUPPORTED_MEDIA_TYPE -> "The body must be JSON, Content-Type: application/json";
                    default -> problem.title();
                });
    }

    /** The edge of the process for a request: whatever else failed is a bug or a broken part. */
    @ServerExceptionMapper
    public Response anythingElse(Throwable failure) {
        if (rootCause(failure) instanceof ProblemException refusal) {
            return respond(refusal);
        }
        if (Unavailable.isCauseOf(failure)) {
            LogLine.to(LOG).with(LogKeys.CAUSE, rootCause(failure)).warn("a part is not available");
            return respond(new ProblemException(CommonProblem.UNAVAILABLE, "Try again in a moment"));
        }
        LogLine.to(LOG).error("request failed", failure);
        return respond(new ProblemException(CommonProblem.INTERNAL_ERROR, CommonProblem.INTERNAL_ERROR.title()));
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Response respond(ProblemException refusal) {
        return ProblemBody.of(refusal, requestId()).toResponse();
    }

    private @Nullable String path() {
        return request.getCurrent() == null
                ? null
                : request.getCurrent().request().path();
    }

    private static @Nullable String requestId() {
        return MDC.get(LogKeys.REQUEST_ID) instanceof String id ? id : null;
    }
}
