package ai.radium.gateway.identity;

import ai.radium.contracts.Topic;
import ai.radium.contracts.account.AccountChanged;
import ai.radium.contracts.key.KeyChanged;
import ai.radium.gateway.feed.TopicFeed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that keeps the {@link Authenticator} up to date: the snapshot on disk, the poll of changes and the events. */
public final class Identity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
    private static final Duration BETWEEN_SNAPSHOTS = Duration.ofSeconds(2);
    private static final int MOST_USERS = 10_000;
    /** account-service answers a question in a few milliseconds over eight connections to its database. */
    private static final Turns.Bounds TURNS = new Turns.Bounds(32, 8, 4_096, 256, Duration.ofSeconds(2));

    /** Less, as these come from where keys are guessed: one at a time of each source. */
    private static final Turns.Bounds GUESSERS_TURNS = new Turns.Bounds(4, 1, 1_024, 64, Duration.ofSeconds(2));

    private final ExecutorService offLoop = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("identity").daemon().factory());
    private final HttpClient http;
    private final KnownKeys keys;
    private final KnownUsers users;
    private final Guesses guesses;
    private final Turns<Optional<Authentication>> keyTurns;
    private final Turns<Optional<Authentication>> guessersTurns;
    private final KeySnapshot snapshot;
    private final KeyChangesPoll poll;
    private final Authenticator authenticator;
    private long saved;

    /** Loads the snapshot; everything else happens in the background, so that no other process need be up. */
    public Identity(IdentityConfig config, InternalTokenSigner signer, InstantSource clock) {
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .executor(offLoop)
                .build();
        var accounts = new AccountService(http, config.accountService(), signer);
        var realm = new RealmKeys(http, config.jwks(), clock);
        keys = new KnownKeys(clock, config.mostKeys());
        guesses = new Guesses(config.guessing(), clock);
        keyTurns = new Turns<>(TURNS, offLoop, clock);
        guessersTurns = new Turns<>(GUESSERS_TURNS, offLoop, clock);
        users = new KnownUsers(
                realm,
                new UserToken.Trust(config.issuer(), config.clients()),
                accounts,
                new Turns<>(TURNS, offLoop, clock),
                offLoop,
                clock,
                MOST_USERS);
        snapshot = new KeySnapshot(config.home());
        poll = new KeyChangesPoll(accounts, keys, users, signer.uses(), snapshot.load(keys));
        saved = keys.changes();
        authenticator = new Authenticator(
                keys,
                new KeyLookups(accounts, keys, keyTurns, guessersTurns, clock),
                guesses,
                config.proxies(),
                users,
                config.demoKeys(),
                clock);
        realm.refreshed();
        poll.start(timer);
        timer.scheduleWithFixedDelay(
                this::save, BETWEEN_SNAPSHOTS.toMillis(), BETWEEN_SNAPSHOTS.toMillis(), TimeUnit.MILLISECONDS);
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    /** What this did, for the metrics. */
    public IdentityStats stats() {
        return new IdentityStats(
                guesses.wrongKeys(), guesses.heldUpKeys(), keyTurns.waiting() + guessersTurns.waiting());
    }

    /** What the edge must hear from Kafka, for the feed of this process. */
    public Map<Topic, TopicFeed.Listener> listeners() {
        return Map.of(
                Topic.KEY_CHANGED,
                (key, event) -> event.ifPresent(changed -> keyChanged((KeyChanged) changed)),
                Topic.ACCOUNT_CHANGED,
                (key, event) -> event.ifPresent(changed -> accountChanged((AccountChanged) changed)));
    }

    private void keyChanged(KeyChanged changed) {
        keys.changed(changed.keyId(), changed.status(), changed.version());
    }

    private void accountChanged(AccountChanged changed) {
        keys.policyChanged(changed.account(), changed.rateLimitPolicy());
        users.changed(changed.account());
    }

    private void save() {
        long changes = keys.changes();
        if (changes == saved) {
            return;
        }
        try {
            snapshot.save(keys, poll.cursor());
            saved = changes;
        } catch (IOException | RuntimeException e) { // the timer would never run it again
            LOG.atWarn().addKeyValue("cause", e.toString()).log("the snapshot of keys cannot be written");
        }
    }

    @Override
    public void close() {
        timer.shutdown();
        save();
        http.shutdownNow();
        offLoop.shutdownNow();
    }
}
