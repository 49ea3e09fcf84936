package ai.radium.gateway.identity;

import ai.radium.gateway.identity.AccountService.KeyChanges;
import ai.radium.gateway.identity.KeyUses.KeyUse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks account-service every two seconds which keys changed, so that a revocation arrives without Kafka too, and tells it
 * which keys made management calls.
 */
final class KeyChangesPoll {
    private static final Logger LOG = LoggerFactory.getLogger(KeyChangesPoll.class);
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final AccountService accounts;
    private final KnownKeys keys;
    private final KnownUsers users;
    private final KeyUses uses;
    private volatile @Nullable String cursor;
    private volatile boolean answered = true;

    /** @param cursor where the last run of this gateway stopped; null = begin now */
    KeyChangesPoll(AccountService accounts, KnownKeys keys, KnownUsers users, KeyUses uses, @Nullable String cursor) {
        this.accounts = accounts;
        this.keys = keys;
        this.users = users;
        this.uses = uses;
        this.cursor = cursor;
    }

    void start(ScheduledExecutorService timer) {
        CompletableFuture.completedFuture(cursor)
                .thenCompose(accounts::keyChanges)
                .thenApply(this::taken)
                .whenComplete((more, failure) -> {
                    say(failure);
                    if (failure == null) {
                        tellUses();
                    }
                    long wait = failure == null && more ? 0 : BETWEEN.toMillis();
                    if (!timer.isShutdown()) {
                        timer.schedule(() -> start(timer), wait, TimeUnit.MILLISECONDS);
                    }
                });
    }

    private void tellUses() {
        List<KeyUse> untold = uses.take();
        if (!untold.isEmpty()) {
            accounts.keyUses(untold).whenComplete((told, failure) -> {
                if (failure != null) {
                    uses.giveBack(untold);
                }
            });
        }
    }

    /** Whether there is more to ask for at once. */
    private boolean taken(KeyChanges changes) {
        changes.keys().forEach(key -> keys.changed(key.keyId(), key.status(), key.version()));
        boolean isBehind = !changes.keys().isEmpty() && !changes.cursor().equals(cursor);
        cursor = changes.cursor();
        return isBehind;
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
        users.accountsAnswer(answered);
    }
}
