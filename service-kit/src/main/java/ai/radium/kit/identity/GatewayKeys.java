package ai.radium.kit.identity;

import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import com.nimbusds.jose.jwk.JWKSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** The gateway's public keys, fetched when first needed and again when a token names one that is not among them. */
@ApplicationScoped
class GatewayKeys {
    private static final Logger LOG = Logger.getLogger(GatewayKeys.class);
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(1);

    private final IdentityConfig config;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile JWKSet keys = new JWKSet();
    private volatile Instant fetchedAt = Instant.EPOCH;

    GatewayKeys(IdentityConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    JWKSet known() {
        return keys;
    }

    /** Blocks while fetching, at most every second: call it on a virtual thread. */
    JWKSet refreshed() {
        fetching.lock();
        try {
            Instant now = clock.instant();
            if (Duration.between(fetchedAt, now).compareTo(BETWEEN_FETCHES) >= 0) {
                fetchedAt = now;
                keys = JWKSet.load(config.jwks().toURL(), TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
            }
        } catch (IOException | ParseException e) {
            LogLine.to(LOG).with("uri", config.jwks()).with(LogKeys.CAUSE, e).warn("the gateway's keys cannot be read");
        } finally {
            fetching.unlock();
        }
        return keys;
    }
}
