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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Users with a Keycloak token. A token is verified once, off the event loop, and remembered by its hash until it
 * expires; the user's account and role are asked for again every 30 s, behind the requests that use them.
 */
final class KnownUsers {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final int MOST_AT_ONCE = 64;

    private final ConcurrentHashMap<KeyHash, User> users = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<KeyHash, CompletableFuture<Authentication>> open = new ConcurrentHashMap<>();
    private final RealmKeys realm;
    private final UserToken.Trust trust;
    private final AccountService accounts;
    private final Executor offLoop;
    private final InstantSource clock;
    private final int most;

    KnownUsers(
            RealmKeys realm,
            UserToken.Trust trust,
            AccountService accounts,
            Executor offLoop,
            InstantSource clock,
            int most) {
        this.realm = realm;
        this.trust = trust;
        this.accounts = accounts;
        this.offLoop = offLoop;
        this.clock = clock;
        this.most = most;
    }

    private record User(UserToken token, Authentication.Known answer, Instant askedAt) {}

    /** @param hash of the token and the account that the request names */
    @Nullable
    Authentication find(KeyHash hash, String token, @Nullable String account) {
        User user = users.get(hash);
        if (user == null) {
            return null;
        }
        Instant now = clock.instant();
        if (!user.token().expires().isAfter(now)) {
            users.remove(hash);
            return null;
        }
        if (user.askedAt().plus(FRESH).isBefore(now)) {
            lookUp(hash, token, account);
        }
        return user.answer();
    }

    /** Never fails: what cannot be found out is a refusal too. */
    CompletableFuture<Authentication> lookUp(KeyHash hash, String token, @Nullable String account) {
        var mine = new CompletableFuture<Authentication>();
        var other = open.putIfAbsent(hash, mine);
        if (other != null) {
            return other;
        }
        if (open.size() > MOST_AT_ONCE) {
            finish(
                    hash,
                    mine,
                    new Authentication.Unknown(GatewayProblem.OVERLOADED.because("Too many new tokens at once")));
            return mine;
        }
        CompletableFuture.completedFuture(token)
                .thenComposeAsync(this::verified, offLoop)
                .thenCompose(user -> user.isEmpty() ? refused(invalid()) : member(hash, user.get(), account))
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        goesOnAsBefore(hash);
                    }
                    finish(hash, mine, failure == null ? answer : new Authentication.Unknown(KeyLookups.unavailable()));
                });
        return mine;
    }

    private void goesOnAsBefore(KeyHash hash) {
        users.computeIfPresent(hash, (key, user) -> new User(user.token(), user.answer(), clock.instant()));
    }

    /** The account's members are asked for anew with their next request. */
    void policyChanged(String account) {
        users.replaceAll((hash, user) -> user.answer().principal().account().equals(account)
                ? new User(user.token(), user.answer(), Instant.EPOCH)
                : user);
    }

    private CompletionStage<Optional<UserToken>> verified(String token) {
        Optional<String> keyId = UserToken.keyId(token);
        if (keyId.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return realm.find(keyId.get()).thenApplyAsync(key -> key.flatMap(found -> verify(token, found)), offLoop);
    }

    private Optional<UserToken> verify(String token, JWK key) {
        return UserToken.verified(token, key, trust, clock.instant());
    }

    private CompletionStage<Authentication> member(KeyHash hash, UserToken user, @Nullable String account) {
        return accounts.principal(new PrincipalLookup(user.sub(), user.email(), user.name(), account))
                .thenApply(membership -> {
                    if (membership.isEmpty()) {
                        users.remove(hash);
                        return new Authentication.Unknown(
                                GatewayProblem.ACCOUNT_NOT_FOUND.because("You are no member of that account"));
                    }
                    var answer = new Authentication.Known(principal(user, membership.get()));
                    keep(hash, new User(user, answer, clock.instant()));
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

    private static CompletionStage<Authentication> refused(Refusal why) {
        return CompletableFuture.completedFuture(new Authentication.Unknown(why));
    }

    private static Refusal invalid() {
        return GatewayProblem.INVALID_TOKEN.because("The token is not valid here, or it has expired");
    }

    private void finish(KeyHash hash, CompletableFuture<Authentication> mine, Authentication answer) {
        open.remove(hash);
        mine.complete(answer);
    }
}
