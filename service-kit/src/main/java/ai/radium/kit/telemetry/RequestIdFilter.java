package ai.radium.kit.telemetry;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Takes the gateway's {@code X-Request-Id} into every log line of the request and gives it back. */
public class RequestIdFilter {
    public static final String HEADER = "X-Request-Id";

    @ServerRequestFilter(preMatching = true)
    public void take(ContainerRequestContext request) {
        String id = request.getHeaderString(HEADER);
        if (id != null) {
            MDC.put(LogKeys.REQUEST_ID, id);
        }
    }

    @ServerResponseFilter
    public void giveBack(ContainerRequestContext request, ContainerResponseContext response) {
        String id = request.getHeaderString(HEADER);
        if (id != null) {
            response.getHeaders().putSingle(HEADER, id);
        }
    }
}
