package ai.radium.kit.identity;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Where the client of the request at hand is, as the gateway saw it: it says so beside the token without which nothing is
 * read here.
 */
@ApplicationScoped
public class ClientAddress {
    private final CurrentVertxRequest current;

    ClientAddress(CurrentVertxRequest current) {
        this.current = current;
    }

    /** Empty when the gateway did not say. */
    public Optional<String> get() {
        RoutingContext request = current.getCurrent();
        return Optional.ofNullable(request).map(asked -> asked.request().getHeader(InternalTokens.CLIENT_ADDRESS));
    }
}
