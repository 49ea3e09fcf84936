package ai.radium.gateway.inference;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.routes.Route;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of one attempt. A stream is billed for the tokens that its socket took, a whole answer for those
 * generated; what the engine generated beyond that is recorded as discarded.
 */
final class Attempt {
    private final Principal caller;
    private final Route route;
    private final Operation operation;
    private final boolean stream;
    private final String requestId;
    private final long arrivedNanos;
    private String usageId;
    private String replica = "";
    private long lastSignNanos;
    private int promptTokens;
    private int cachedTokens;
    private int generated;
    private int delivered;
    private long firstTokenNanos;
    private @Nullable Finish finish;

    Attempt(
            Principal caller,
            Route route,
            Operation operation,
            boolean stream,
            String requestId,
            String usageId,
            long arrivedNanos) {
        this.caller = caller;
        this.route = route;
        this.operation = operation;
        this.stream = stream;
        this.requestId = requestId;
        this.usageId = usageId;
        this.arrivedNanos = arrivedNanos;
        lastSignNanos = arrivedNanos;
    }

    /** Another attempt of the same request. */
    void again(String newUsageId) {
        usageId = newUsageId;
        promptTokens = 0;
        cachedTokens = 0;
    }

    void prefilled(int prompt, int cached) {
        promptTokens = prompt;
        cachedTokens = cached;
    }

    /** @return whether these are the first tokens */
    boolean generated(int tokens, int completionTokens) {
        generated = completionTokens > 0 ? completionTokens : generated + tokens;
        if (firstTokenNanos == 0) {
            firstTokenNanos = System.nanoTime();
            return true;
        }
        return false;
    }

    /** The socket has taken everything so far. */
    void delivered() {
        delivered = generated;
    }

    void finished(Finish all) {
        finish = all;
        promptTokens = all.promptTokens();
        cachedTokens = all.cachedTokens();
        generated = all.completionTokens();
    }

    void signOfLife() {
        lastSignNanos = System.nanoTime();
    }

    boolean hasTokens() {
        return firstTokenNanos != 0;
    }

    /** What a broken stream is billed for. */
    Tokens delivery() {
        return new Tokens(promptTokens, cachedTokens, delivered);
    }

    /** @param begun whether the client was given a part of the answer */
    UsageRecord record(Outcome outcome, int status, @Nullable String errorCode, boolean begun) {
        long now = System.nanoTime();
        boolean billed = outcome != Outcome.FAILED || begun;
        int completion = billed ? billedCompletion(outcome) : 0;
        boolean prefill = billed && (hasTokens() || finish != null);
        return new UsageRecord(
                usageId,
                Instant.now(),
                caller.keyId(),
                route.deployment().deploymentId(),
                model(),
                route.deployment().servedModel(),
                replica,
                route.deployment().revision(),
                requestId,
                operation.word(),
                stream,
                status,
                // A stream that broke after tokens were delivered is billed for them: to billing it was cut short.
                outcome == Outcome.FAILED && completion > 0 ? Outcome.CANCELLED : outcome,
                errorCode,
                prefill ? promptTokens : 0,
                prefill ? cachedTokens : 0,
                completion,
                generated - completion,
                firstTokenNanos == 0 ? 0 : (firstTokenNanos - arrivedNanos) / 1_000,
                (now - arrivedNanos) / 1_000,
                finish == null ? 0 : finish.queueMicros(),
                finish == null ? 0 : finish.decodeMicros());
    }

    private int billedCompletion(Outcome outcome) {
        return stream && outcome != Outcome.COMPLETED ? delivered : generated;
    }

    Route route() {
        return route;
    }

    String account() {
        return caller.account();
    }

    /** The model asked for, whose price counts even where a stand-in answers. */
    String model() {
        return route.deployment().model();
    }

    Operation operation() {
        return operation;
    }

    String usageId() {
        return usageId;
    }

    String replica() {
        return replica;
    }

    void replica(String id) {
        replica = id;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    long lastSignNanos() {
        return lastSignNanos;
    }
}
