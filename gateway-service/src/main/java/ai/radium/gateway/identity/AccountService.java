package ai.radium.gateway.identity;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.key.KeyChanged;
import ai.radium.gateway.identity.KeyUses.KeyUse;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.InternalTokens;
import ai.radium.kit.identity.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The edge's own calls to account-service; asynchronous, 2 s each, failing when it is away. */
final class AccountService {
    static final String NAME = "account-service";
    static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** Until the whole answer is there, a second attempt included; the other ends with an answer's head. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private static final Caller EDGE = new Caller("", "gateway", Role.GATEWAY, Set.of(), null);

    private final HttpClient http;
    private final URI base;
    private final InternalTokenSigner signer;

    AccountService(HttpClient http, URI base, InternalTokenSigner signer) {
        this.http = http;
        this.base = base;
        this.signer = signer;
    }

    record KeyLookup(String sha256) {}

    /** @param account one of the user's several; null = its own, made when there is none yet */
    record PrincipalLookup(
            String sub,
            @Nullable String email,
            @Nullable String name,
            @Nullable String account) {}

    record Membership(String account, Role role, RateLimitPolicy accountPolicy) {}

    record ChangedKey(String keyId, KeyChanged.Status status, long version) {}

    record KeyUseList(List<KeyUse> uses) {}

    record KeyChanges(String cursor, List<ChangedKey> keys) {}

    /** Empty when there is no such key. */
    CompletableFuture<Optional<KeyRecord>> key(KeyHash hash) {
        return post("/internal/key-lookups", new KeyLookup(hash.hex()), KeyRecord.class);
    }

    /**
     * Empty when the user is no member of the account that it names.
     *
     * @param call that may open an account, which is audited
     */
    CompletableFuture<Optional<Membership>> principal(PrincipalLookup user, UserCall call) {
        return post(
                request("/internal/principals")
                        .header(InternalTokens.CLIENT_ADDRESS, call.address())
                        .header("X-Request-Id", call.requestId()),
                user,
                Membership.class);
    }

    /** @param after the last cursor; null asks for the present one only */
    CompletableFuture<KeyChanges> keyChanges(@Nullable String after) {
        String query = after == null ? "" : "?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
        return send(request("/internal/key-changes" + query).GET(), KeyChanges.class)
                .thenApply(Optional::orElseThrow);
    }

    /** Tells when keys made management calls; telling the same twice changes nothing. */
    CompletableFuture<?> keyUses(List<KeyUse> uses) {
        return post("/internal/key-uses", new KeyUseList(uses), Object.class);
    }

    private <T> CompletableFuture<Optional<T>> post(String path, Object body, Class<T> answer) {
        return post(request(path), body, answer);
    }

    private <T> CompletableFuture<Optional<T>> post(HttpRequest.Builder request, Object body, Class<T> answer) {
        try {
            return send(
                    request.header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))),
                    answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + signer.sign(EDGE, NAME));
    }

    private <T> CompletableFuture<Optional<T>> send(HttpRequest.Builder request, Class<T> answer) {
        HttpRequest built = request.build();
        return http.sendAsync(built, BodyHandlers.ofByteArray())
                .exceptionallyCompose(failure -> isStaleConnection(failure)
                        ? http.sendAsync(built, BodyHandlers.ofByteArray())
                        : CompletableFuture.failedFuture(failure))
                .orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(reply -> read(reply, answer));
    }

    /** account-service was restarted since the last call; all calls here may be repeated. */
    private static boolean isStaleConnection(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof IOException
                && !(cause instanceof HttpTimeoutException)
                && !(cause instanceof ConnectException);
    }

    private static <T> Optional<T> read(HttpResponse<byte[]> reply, Class<T> answer) {
        try {
            return switch (reply.statusCode()) {
                case 200 -> Optional.of(JSON.readValue(reply.body(), answer));
                case 404 -> Optional.empty();
                default -> throw new IOException("account-service answers " + reply.statusCode());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
