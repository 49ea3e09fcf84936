package ai.radium.kit.identity;

import ai.radium.kit.life.OffLoop;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import com.nimbusds.jose.jwk.JWKSet;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets nothing but the gateway's own tokens in; paths under {@code /internal/} are for the gateway itself. */
public class IdentityFilter {
    private static final String BEARER = "Bearer ";

    private final GatewayKeys keys;
    private final Identity identity;
    private final InstantSource clock;
    private final String audience;

    IdentityFilter(
            GatewayKeys keys,
            Identity identity,
            InstantSource clock,
            @ConfigProperty(name = "quarkus.application.name") String audience) {
        this.keys = keys;
        this.clock = clock;
        this.identity = identity;
        this.audience = audience;
    }

    @ServerRequestFilter
    public Uni<Void> check(ContainerRequestContext request) {
        String header = request.getHeaderString("Authorization");
        if (header == null || !header.startsWith(BEARER)) {
            throw refused();
        }
        String token = header.substring(BEARER.length());
        boolean internal = request.getUriInfo().getPath().startsWith("/internal/");
        Optional<Caller> caller = verified(keys.known(), token);
        if (caller.isPresent()) {
            admit(caller.get(), internal);
            return Uni.createFrom().voidItem();
        }
        return OffLoop.call(keys::refreshed)
                .invoke(fresh -> admit(verified(fresh, token).orElseThrow(IdentityFilter::refused), internal))
                .replaceWithVoid();
    }

    private void admit(Caller caller, boolean internal) {
        if (internal != (caller.role() == Role.GATEWAY)) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "This token is not for this path");
        }
        identity.set(caller);
    }

    private Optional<Caller> verified(JWKSet known, String token) {
        return InternalTokens.verify(known, token, audience, clock.instant());
    }

    private static ProblemException refused() {
        return new ProblemException(CommonProblem.UNAUTHENTICATED, "The internal token is missing or not valid");
    }
}
