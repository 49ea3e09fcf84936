package ai.radium.gateway.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keycloak's public keys: fetched in the background, and again when a token names one that is not among them. */
final class RealmKeys {
    private static final Logger LOG = LoggerFactory.getLogger(RealmKeys.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(5);

    private final HttpClient http;
    private final URI jwks;
    private final InstantSource clock;
    private volatile JWKSet known = new JWKSet();
    private @Nullable CompletableFuture<JWKSet> fetching;
    private Instant fetchedAt = Instant.EPOCH;

    /** @param jwks for example {@code http://127.0.0.1:8180/realms/radium/protocol/openid-connect/certs} */
    RealmKeys(HttpClient http, URI jwks, InstantSource clock) {
        this.http = http;
        this.jwks = jwks;
        this.clock = clock;
    }

    /** The key of that id; empty if the realm has none. Fails when the realm cannot be asked and no key is known at all. */
    CompletableFuture<Optional<JWK>> find(@Nullable String keyId) {
        JWK key = known.getKeyByKeyId(keyId);
        return key != null
                ? CompletableFuture.completedFuture(Optional.of(key))
                : refreshed().thenApply(keys -> Optional.ofNullable(keys.getKeyByKeyId(keyId)));
    }

    /** Asks at most every five seconds, whatever tokens arrive. */
    synchronized CompletableFuture<JWKSet> refreshed() {
        Instant now = clock.instant();
        if (fetching != null
                && (!fetching.isDone() || fetchedAt.plus(BETWEEN_FETCHES).isAfter(now))) {
            return fetching;
        }
        fetchedAt = now;
        HttpRequest request = HttpRequest.newBuilder(jwks).timeout(TIMEOUT).build();
        fetching = http.sendAsync(request, BodyHandlers.ofString())
                .thenApply(reply -> parsed(reply.statusCode(), reply.body()))
                .exceptionally(this::asBefore);
        return fetching;
    }

    private JWKSet parsed(int status, String body) {
        try {
            if (status != 200) {
                throw new IllegalStateException("the realm answers " + status);
            }
            known = JWKSet.parse(body);
            return known;
        } catch (ParseException e) {
            throw new CompletionException(e);
        }
    }

    private JWKSet asBefore(Throwable failure) {
        LOG.atWarn().addKeyValue("cause", failure.toString()).log("the realm's keys cannot be fetched");
        if (known.isEmpty()) {
            throw new CompletionException(failure);
        }
        return known;
    }
}
