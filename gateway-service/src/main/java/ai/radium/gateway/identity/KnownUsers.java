package ai.radium.gateway.identity;

import ai.radium.gateway.identity.AccountService.Membership;
import ai.radium.gateway.identity.AccountService.PrincipalLookup;
import ai.radium.gateway.limits.Quota;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.kit.identity.Role;
import com.nimbusds.jose.jwk.JWK;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Users with a Keycloak token. A token is verified once, off the event loop, and remembered by its hash until it
 * expires. The user's account and role are asked for again behind the requests that use them, and before them when the
 * answer is older than {@link #TRUSTED}, so that a demotion counts within 5 s everywhere; while account-service is down
 * a user goes on as before.
 */
final class KnownUsers {
    /** An answer older than this is asked for again while it is still used. */
    private static final Duration FRESH = Duration.ofSeconds(2);
    /** An answer older than this waits for the next one. */
    private static final Duration TRUSTED = Duration.ofSeconds(4);

    private final ConcurrentHashMap<KeyHash, User> users = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<KeyHash, CompletableFuture<Authentication>> open = new ConcurrentHashMap<>();
    private final RealmKeys realm;
    private final UserToken.Trust trust;
    private final AccountService accounts;
    private final Turns<Authentication> turns;
    private final Executor offLoop;
    private final InstantSource clock;
    private final int most;
    private volatile boolean accountsAnswer = true;

    KnownUsers(
            RealmKeys realm,
            UserToken.Trust trust,
            AccountService accounts,
            Turns<Authentication> turns,
            Executor offLoop,
            InstantSource clock,
            int most) {
        this.realm = realm;
        this.trust = trust;
        this.accounts = accounts;
        this.turns = turns;
        this.offLoop = offLoop;
        this.clock = clock;
        this.most = most;
    }

    /**
     * @param askedAt when the question was sent that the answer is from
     * @param triedAt when a question was sent last
     */
    private record User(UserToken token, Authentication.Known answer, Instant askedAt, Instant triedAt) {
        User tried(Instant now) {
            return new User(token, answer, askedAt, now);
        }

        User outdated() {
            return new User(token, answer, Instant.EPOCH, Instant.EPOCH);
        }
    }

    /**
     * What may be answered without asking.
     *
     * @param hash of the token and the account that the request names
     */
    @Nullable
    Authentication find(KeyHash hash, UserCall call) {
        User user = users.get(hash);
        if (user == null) {
            return null;
        }
        Instant now = clock.instant();
        if (!user.token().expires().isAfter(now)) {
            users.remove(hash);
            return null;
        }
        if (accountsAnswer && user.askedAt().plus(TRUSTED).isBefore(now)) {
            return null;
        }
        if (user.triedAt().plus(FRESH).isBefore(now)) {
            askAgain(hash, user, call);
        }
        return user.answer();
    }

    /**
     * Never fails: what cannot be found out is a refusal, or the answer of before.
     *
     * @param source of the request
     */
    CompletableFuture<Authentication> lookUp(Source source, KeyHash hash, String token, UserCall call) {
        User known = users.get(hash);
        return known == null
                ? once(
                        source,
                        hash,
                        () -> verified(token)
                                .thenCompose(
                                        user -> user.isEmpty() ? refused(invalid()) : member(hash, user.get(), call)))
                : askAgain(hash, known, call);
    }

    private CompletableFuture<Authentication> askAgain(KeyHash hash, User known, UserCall call) {
        return once(known.answer().principal().account(), hash, () -> member(hash, known.token(), call));
    }

    private CompletableFuture<Authentication> once(
            Object asker, KeyHash hash, Supplier<CompletableFuture<Authentication>> question) {
        var mine = new CompletableFuture<Authentication>();
        var other = open.putIfAbsent(hash, mine);
        if (other != null) {
            return other;
        }
        users.computeIfPresent(hash, (key, user) -> user.tried(clock.instant()));
        turns.ask(asker, question).whenComplete((answer, failure) -> {
            open.remove(hash);
            mine.complete(failure == null ? answer : asBefore(hash, failure));
        });
        return mine;
    }

    private Authentication asBefore(KeyHash hash, Throwable failure) {
        if (failure instanceof Turns.NoTurn) {
            return new Authentication.Unknown(GatewayProblem.OVERLOADED.because("Too many new tokens at once"));
        }
        User user = users.get(hash);
        return user == null ? new Authentication.Unknown(KeyLookups.unavailable()) : user.answer();
    }

    /** Whether it is worth a user's while to wait for account-service. */
    void accountsAnswer(boolean doThey) {
        accountsAnswer = doThey;
    }

    /** The account's members are asked for anew before their next request. */
    void changed(String account) {
        users.replaceAll((hash, user) -> user.answer().principal().account().equals(account) ? user.outdated() : user);
    }

    private CompletableFuture<Optional<UserToken>> verified(String token) {
        Optional<String> keyId = UserToken.keyId(token);
        if (keyId.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return realm.find(keyId.get()).thenApplyAsync(key -> key.flatMap(found -> verify(token, found)), offLoop);
    }

    private Optional<UserToken> verify(String token, JWK key) {
        return UserToken.verified(token, key, trust, clock.instant());
    }

    private CompletableFuture<Authentication> member(KeyHash hash, UserToken user, UserCall call) {
        Instant askedAt = clock.instant();
        return accounts.principal(new PrincipalLookup(user.sub(), user.email(), user.name(), call.account()), call)
                .whenComplete((membership, failure) -> accountsAnswer = failure == null)
                .thenApply(membership -> {
                    if (membership.isEmpty()) {
                        users.remove(hash);
                        return new Authentication.Unknown(
                                GatewayProblem.ACCOUNT_NOT_FOUND.because("You are no member of that account"));
                    }
                    var answer = new Authentication.Known(principal(user, membership.get()));
                    keep(hash, new User(user, answer, askedAt, askedAt));
                    return answer;
                });
    }

    private void keep(KeyHash hash, User user) {
        if (users.size() >= most) {
            Instant now = clock.instant();
            users.values().removeIf(old -> !old.token().expires().isAfter(now));
        }
        if (users.size() < most || users.containsKey(hash)) {
            users.put(hash, user);
        }
    }

    private static Principal principal(UserToken user, Membership member) {
        return new Principal(
                member.account(),
                user.sub(),
                user.operator() ? Role.PLATFORM_ADMIN : member.role(),
                Set.of(),
                Set.of(),
                IpAllowList.ANYWHERE,
                Quota.of(member.account(), user.sub(), member.accountPolicy(), null));
    }

    private static CompletableFuture<Authentication> refused(Refusal why) {
        return CompletableFuture.completedFuture(new Authentication.Unknown(why));
    }

    static Refusal invalid() {
        return GatewayProblem.INVALID_TOKEN.because("The access token is not valid here, or it has expired");
    }
}
