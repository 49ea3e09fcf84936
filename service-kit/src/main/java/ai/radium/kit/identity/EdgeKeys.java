package ai.radium.kit.identity;

import com.nimbusds.jose.jwk.JWKSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** The edge's public keys, fetched when first needed and again when a token names one that is not among them. */
@ApplicationScoped
class EdgeKeys {
    private static final Logger LOG = Logger.getLogger(EdgeKeys.class);
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(1);

    private final IdentityConfig config;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile JWKSet keys = new JWKSet();
    private volatile Instant fetchedAt = Instant.EPOCH;

    EdgeKeys(IdentityConfig config) {
        this.config = config;
    }

    JWKSet known() {
        return keys;
    }

    /** Blocks while fetching, at most every second: call it on a virtual thread. */
    JWKSet refreshed() {
        fetching.lock();
        try {
            Instant now = Instant.now();
            if (Duration.between(fetchedAt, now).compareTo(BETWEEN_FETCHES) >= 0) {
                fetchedAt = now;
                keys = JWKSet.load(config.jwks().toURL(), TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
            }
        } catch (IOException | ParseException e) {
            LOG.warnf("the edge's keys cannot be read from %s: %s", config.jwks(), e.getMessage());
        } finally {
            fetching.unlock();
        }
        return keys;
    }
}
