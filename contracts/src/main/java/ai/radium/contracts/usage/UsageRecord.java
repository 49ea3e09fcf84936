package ai.radium.contracts.usage;

import ai.radium.contracts.deployment.BilledBy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at the gateway. Billed tokens are {@code promptTokens + completionTokens} of a record whose outcome is not
 * {@link Outcome#FAILED}; the engine's own count is {@code completionTokens + discardedTokens}.
 *
 * @param id ULID, minted by the gateway per attempt and kept through every resend
 * @param time when the attempt ended
 * @param keyId the API key, null when a user's token was presented
 * @param model the name's model as asked for: its price counts
 * @param servedModel the model that answered
 * @param operation {@code chat} or {@code completion}
 * @param status the HTTP status that the client saw; 499 when it hung up before the head
 * @param errorCode our code of the failure
 * @param cachedTokens prompt tokens that the engine took from its prefix cache; part of promptTokens
 * @param completionTokens tokens written to the client's socket (stream) or generated (JSON reply)
 * @param discardedTokens tokens generated but never delivered after a hang-up or a failure
 * @param ttftMicros request's arrival to first token written, microseconds; 0 = no token
 * @param latencyMicros request's arrival to the last byte written, microseconds
 * @param billedBy what the deployment's use is paid by; null = tokens, as in what older gateways wrote
 */
public record UsageRecord(
        String id,
        Instant time,
        @Nullable String keyId,
        String deploymentId,
        String model,
        String servedModel,
        String replica,
        int revision,
        String requestId,
        String operation,
        boolean stream,
        int status,
        Outcome outcome,
        @Nullable String errorCode,
        int promptTokens,
        int cachedTokens,
        int completionTokens,
        int discardedTokens,
        long ttftMicros,
        long latencyMicros,
        long queueMicros,
        long decodeMicros,
        @Nullable BilledBy billedBy) {

    public enum Outcome {
        COMPLETED,
        CANCELLED,
        FAILED
    }
}
