package ai.radium.gateway.identity;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks account-service every two seconds which keys changed, so that a revocation arrives without Kafka too. */
final class KeyChangesPoll {
    private static final Logger LOG = LoggerFactory.getLogger(KeyChangesPoll.class);
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final AccountService accounts;
    private final KnownKeys keys;
    private volatile @Nullable String cursor;
    private volatile boolean answered = true;

    /** @param cursor where the last run of this gateway stopped; null = begin now */
    KeyChangesPoll(AccountService accounts, KnownKeys keys, @Nullable String cursor) {
        this.accounts = accounts;
        this.keys = keys;
        this.cursor = cursor;
    }

    void start(ScheduledExecutorService timer) {
        accounts.keyChanges(cursor).whenComplete((changes, failure) -> {
            if (failure == null) {
                changes.keys().forEach(key -> keys.changed(key.keyId(), key.status(), key.version()));
                cursor = changes.cursor();
            }
            say(failure);
            if (!timer.isShutdown()) {
                timer.schedule(() -> start(timer), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    @Nullable
    String cursor() {
        return cursor;
    }

    private void say(@Nullable Throwable failure) {
        if (answered && failure != null) {
            LOG.atWarn().addKeyValue("cause", failure.toString()).log("account-service does not tell key changes");
        }
        answered = failure == null;
    }
}
