package ai.radium.gateway.idempotency;

import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.redis.Script;
import ai.radium.kit.idempotency.IdempotencyKey;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request with its key, in Redis. Whoever comes first has a lease that it renews while it works; a gateway that dies lets the
 * next one begin when the lease is over. What Redis has shows no reply: it is sealed under a key that only the client's gives.
 */
public final class KeyedRequest {
    /** A renewal may come late by two thirds of it. */
    public static final Duration LEASE = Duration.ofSeconds(9);

    private static final Script CLAIM = Script.named(KeyedRequest.class, "claim.lua");
    private static final Script RENEW = Script.named(KeyedRequest.class, "renew.lua");
    private static final Script KEEP = Script.named(KeyedRequest.class, "keep.lua");
    private static final Script GIVE_UP = Script.named(KeyedRequest.class, "give-up.lua");
    private static final String TOO_LARGE = "-";
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final RedisConnection redis;
    private final IdempotencyBounds bounds;
    private final SecureRandom random;
    private final IdempotencyKey key;
    private final String[] keys;
    private final String request;
    private final String owner = UUID.randomUUID().toString();

    KeyedRequest(
            RedisConnection redis, IdempotencyBounds bounds, SecureRandom random, IdempotencyKey key, byte[] request) {
        HexFormat hex = HexFormat.of();
        this.redis = redis;
        this.bounds = bounds;
        this.random = random;
        this.key = key;
        this.request = hex.formatHex(request);
        keys = new String[] {"radium:idempotency:" + hex.formatHex(key.hash())};
    }

    /** Fails when Redis does not answer within a second. */
    public CompletionStage<Claim> claim() {
        return this.<List<Object>>run(CLAIM, ScriptOutputType.MULTI, request, owner, millis(LEASE))
                .thenApply(this::read);
    }

    private Claim read(List<Object> said) {
        return switch ((String) said.getFirst()) {
            case "first" -> Claim.Plain.FIRST;
            case "busy" -> Claim.Plain.BUSY;
            case "other" -> Claim.Plain.OTHER;
            default ->
                said.get(1).equals(TOO_LARGE) ? Claim.Plain.TOO_LARGE : new Claim.Kept(opened((String) said.get(1)));
        };
    }

    private KeptReply opened(String stored) {
        int salt = IdempotencyKey.SALT_BYTES;
        byte[] bytes = Base64.getDecoder().decode(stored);
        return KeptReply.read(key.open(Arrays.copyOf(bytes, salt), Arrays.copyOfRange(bytes, salt, bytes.length)));
    }

    /** Holds the lease for another {@link #LEASE}. */
    public CompletionStage<Long> renew() {
        return run(RENEW, ScriptOutputType.INTEGER, owner, millis(LEASE));
    }

    /** @param reply null = it is larger than what is kept */
    public CompletionStage<Long> keep(@Nullable KeptReply reply) {
        return run(KEEP, ScriptOutputType.INTEGER, owner, stored(reply), millis(bounds.kept()));
    }

    private String stored(@Nullable KeptReply reply) {
        if (reply == null) {
            return TOO_LARGE;
        }
        byte[] salt = IdempotencyKey.newSalt(random);
        byte[] sealed = key.seal(salt, reply.bytes());
        byte[] all = Arrays.copyOf(salt, salt.length + sealed.length);
        System.arraycopy(sealed, 0, all, salt.length, sealed.length);
        return Base64.getEncoder().encodeToString(all);
    }

    /** The next request with this key is the first one. */
    public CompletionStage<Long> giveUp() {
        return run(GIVE_UP, ScriptOutputType.INTEGER, owner);
    }

    private <T> CompletionStage<T> run(Script script, ScriptOutputType output, String... arguments) {
        return redis.commands()
                .map(commands -> script.<T>run(commands, output, keys, arguments)
                        .toCompletableFuture()
                        .copy()
                        .orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS))
                .orElseGet(() -> CompletableFuture.failedFuture(new RedisException("not connected")));
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }
}
