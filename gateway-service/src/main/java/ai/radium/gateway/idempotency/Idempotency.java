package ai.radium.gateway.idempotency;

import ai.radium.gateway.redis.RedisConnection;
import ai.radium.kit.idempotency.IdempotencyKey;
import java.security.SecureRandom;

/** Inference with an Idempotency-Key in this process. */
public final class Idempotency {
    private final RedisConnection redis;
    private final IdempotencyBounds bounds;
    private final IdempotencyStats stats = new IdempotencyStats();
    private final SecureRandom random = new SecureRandom();

    public Idempotency(RedisConnection redis, IdempotencyBounds bounds) {
        this.redis = redis;
        this.bounds = bounds;
    }

    /** @param request all that makes it another one, hashed */
    public KeyedRequest request(IdempotencyKey key, byte[] request) {
        return new KeyedRequest(redis, bounds, random, key, request);
    }

    public IdempotencyBounds bounds() {
        return bounds;
    }

    public IdempotencyStats stats() {
        return stats;
    }
}
