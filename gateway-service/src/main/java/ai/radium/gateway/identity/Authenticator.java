package ai.radium.gateway.identity;

import ai.radium.gateway.identity.KnownKeys.Known;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells who sends a request: from memory when the credential is known, else after a lookup off the loop. */
public final class Authenticator {
    private static final String BEARER = "bearer ";
    private static final AsciiString API_KEY = AsciiString.cached("x-api-key");
    private static final AsciiString ACCOUNT = AsciiString.cached("radium-account");
    private static final int LONGEST_CREDENTIAL = 8_192;

    private final FastThreadLocal<MessageDigest> sha256 = new FastThreadLocal<>() {
        @Override
        protected MessageDigest initialValue() throws NoSuchAlgorithmException {
            return MessageDigest.getInstance("SHA-256");
        }
    };
    private final KnownKeys keys;
    private final KeyLookups lookups;
    private final Guesses guesses;
    private final TrustedProxies proxies;
    private final KnownUsers users;
    private final boolean demoKeys;
    private final InstantSource clock;

    Authenticator(
            KnownKeys keys,
            KeyLookups lookups,
            Guesses guesses,
            TrustedProxies proxies,
            KnownUsers users,
            boolean demoKeys,
            InstantSource clock) {
        this.keys = keys;
        this.lookups = lookups;
        this.guesses = guesses;
        this.proxies = proxies;
        this.users = users;
        this.demoKeys = demoKeys;
        this.clock = clock;
    }

    /**
     * The answer comes on the loop: within this call for a known caller, later for one that must be looked up.
     *
     * @param client where the connection comes from
     */
    public void authenticate(
            HttpHeaders headers,
            InetSocketAddress client,
            String requestId,
            EventExecutor loop,
            Consumer<Authentication> then) {
        String credential = credential(headers);
        if (credential == null) {
            then.accept(new Authentication.Unknown(GatewayProblem.MISSING_API_KEY.because(
                    "No API key given: send it as Authorization: Bearer <key>")));
        } else if (isToken(credential)) {
            token(credential, headers, client, requestId, loop, then);
        } else {
            key(credential, headers, client, loop, then);
        }
    }

    private void key(
            String credential,
            HttpHeaders headers,
            InetSocketAddress client,
            EventExecutor loop,
            Consumer<Authentication> then) {
        KeyHash hash = hash(credential);
        Known known = keys.find(hash);
        if (known == null) {
            Source source = proxies.source(client, headers);
            if (isNone(credential)) {
                then.accept(refused(guesses.wrong(source)));
            } else {
                unknownKey(
                        KeyShape.isWhole(credential), hash, source, loop, answer -> then.accept(from(client, answer)));
            }
        } else if (known.revoked() || !known.outdated()) {
            then.accept(known.usable(clock) ? from(client, known.answer()) : refused(KeyLookups.incorrect()));
        } else {
            later(
                    lookups.lookUp(known.record().account(), hash)
                            .thenApply(answer -> answer.orElseGet(() -> refused(KeyLookups.incorrect()))),
                    loop,
                    answer -> then.accept(from(client, answer)));
        }
    }

    private void unknownKey(
            boolean isWhole, KeyHash hash, Source source, EventExecutor loop, Consumer<Authentication> then) {
        lookups.underWay(hash)
                .or(() -> switch (guesses.lookUp(source, hash, isWhole)) {
                    case AT_ONCE -> Optional.of(lookups.lookUp(source, hash));
                    case IN_TURN -> Optional.of(lookups.lookUpForGuesser(source, hash, guesses::noTurn));
                    case NONE -> Optional.empty();
                })
                .ifPresentOrElse(
                        found -> later(
                                found.thenApply(
                                        answer -> answer.orElseGet(() -> refused(guesses.unknown(source, hash)))),
                                loop,
                                then),
                        () -> then.accept(refused(guesses.heldUp(source))));
    }

    /** Whether it can be seen that there is no such key. */
    private boolean isNone(String credential) {
        return credential.length() > LONGEST_CREDENTIAL
                || (DemoKeys.contains(credential) && !demoKeys)
                || KeyShape.isMistyped(credential);
    }

    /** Where a request comes from, as text: the connection's peer, or whom a trusted proxy speaks for. */
    public String addressOf(HttpHeaders headers, InetSocketAddress client) {
        return proxies.address(client, headers);
    }

    private void token(
            String credential,
            HttpHeaders headers,
            InetSocketAddress client,
            String requestId,
            EventExecutor loop,
            Consumer<Authentication> then) {
        if (credential.length() > LONGEST_CREDENTIAL) {
            then.accept(refused(KnownUsers.invalid()));
            return;
        }
        String account = headers.get(ACCOUNT);
        KeyHash hash = hash(account == null ? credential : credential + '\n' + account);
        UserCall call = new UserCall(account, proxies.address(client, headers), requestId);
        Authentication known = users.find(hash, call);
        if (known == null) {
            later(users.lookUp(proxies.source(client, headers), hash, credential, call), loop, then);
        } else {
            then.accept(known);
        }
    }

    private static Authentication refused(Refusal why) {
        return new Authentication.Unknown(why);
    }

    private static void later(
            CompletableFuture<Authentication> answer, EventExecutor loop, Consumer<Authentication> then) {
        answer.thenAccept(authentication -> loop.execute(() -> then.accept(authentication)));
    }

    private static Authentication from(InetSocketAddress client, Authentication answer) {
        return answer instanceof Authentication.Known known
                        && !known.principal().addresses().admits(client)
                ? new Authentication.Elsewhere(
                        known.principal(),
                        GatewayProblem.IP_NOT_ALLOWED.because("This API key may not be used from this address"))
                : answer;
    }

    /** A JWS in compact form begins with a JSON object in base64url; keys may look like anything else. */
    private static boolean isToken(String credential) {
        return credential.startsWith("eyJ")
                && credential.chars().filter(c -> c == '.').count() == 2;
    }

    private static @Nullable String credential(HttpHeaders headers) {
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        String credential = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : headers.get(API_KEY);
        return credential == null || credential.isBlank() ? null : credential.strip();
    }

    private KeyHash hash(String credential) {
        return KeyHash.of(sha256.get().digest(credential.getBytes(StandardCharsets.UTF_8)));
    }
}
