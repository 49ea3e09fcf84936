package ai.radium.kit.problem;

import ai.radium.kit.telemetry.RequestIdFilter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every request before any resource sees it: text that can be kept, a body within bounds, JSON in and
 * JSON out whatever {@code Accept} says. Also gives the failures that never reach a resource the shape of the others.
 */
@ApplicationScoped
class HttpRules {
    private static final String JSON = "application/json";

    /** Type and subtype (RFC 9110 §8.3.1); whether it is one that is read here, resources say. */
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$%&'*+.^`|~-]+/[\\w!#$%&'*+.^`|~-]+\\s*(;.*)?");

    /** Before every route with a path, which the router would have to decode first, and before the body limit of Quarkus. */
    private static final int FIRST = Integer.MIN_VALUE + 1;

    private final ObjectMapper json;
    private final long mostBytes;

    HttpRules(ObjectMapper json, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize mostBytes) {
        this.json = json;
        this.mostBytes = mostBytes.asLongValue();
    }

    void add(@Observes Router router) {
        router.route().order(FIRST).handler(this::check).failureHandler(this::failed);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        try {
            RequestText.checkTarget(request.uri());
            request.headers().forEach(header -> RequestText.check(header.getValue(), header.getKey()));
            checkBody(request.headers());
        } catch (ProblemException refusal) {
            refuse(context, refusal);
            return;
        }
        if (!isOperational(request.path())) {
            request.headers().set(HttpHeaders.ACCEPT, JSON);
        }
        context.next();
    }

    /** A body without a type is JSON, and so is no body, whatever its type. */
    private void checkBody(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > mostBytes) {
            throw tooLarge(mostBytes);
        }
        boolean empty = isEmpty(headers);
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (empty || type == null || isJson(type)) {
            headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        } else if (!MEDIA_TYPE.matcher(type).matches()) {
            throw ProblemMappers.ofStatus(CommonProblem.UNSUPPORTED_MEDIA_TYPE.status(), null);
        }
        String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        if (!empty && encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(
                    CommonProblem.UNSUPPORTED_MEDIA_TYPE,
                    "The body must come without a Content-Encoding",
                    "Content-Encoding");
        }
    }

    private static boolean isEmpty(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return length == null ? !headers.contains(HttpHeaders.TRANSFER_ENCODING) : length.equals("0");
    }

    static ProblemException tooLarge(long mostBytes) {
        return new ProblemException(
                CommonProblem.PAYLOAD_TOO_LARGE,
                "The body may have at most %,d bytes".formatted(mostBytes),
                null,
                Map.of("maximumBytes", mostBytes));
    }

    private static boolean isJson(String type) {
        int parameters = type.indexOf(';');
        String name =
                (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
        return name.equals(JSON) || (name.startsWith("application/") && name.endsWith("+json"));
    }

    /** Health and metrics have formats of their own. */
    private static boolean isOperational(@Nullable String path) {
        return path == null || path.startsWith("/q/") || path.equals("/metrics");
    }

    /** Failures outside of resources, such as a request without Host. */
    private void failed(RoutingContext context) {
        int status = context.statusCode();
        if (status >= 400 && status < 500 && !context.response().ended()) {
            refuse(context, ProblemMappers.ofStatus(status, context.request().path()));
        } else {
            context.next();
        }
    }

    private void refuse(RoutingContext context, ProblemException refusal) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        String id = request.getHeader(RequestIdFilter.HEADER);
        ProblemBody problem = ProblemBody.of(refusal, id);
        response.setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.MEDIA_TYPE);
        if (id != null) {
            response.putHeader(RequestIdFilter.HEADER, id);
        }
        if (!isEmpty(request.headers())) {
            // Its body may still be on the way and is not waited for.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.end(text(problem));
    }

    private String text(ProblemBody problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem cannot be written", e);
        }
    }
}
