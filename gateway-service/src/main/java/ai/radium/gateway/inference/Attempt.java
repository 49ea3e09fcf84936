package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.time.GatewayTime;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of one attempt. A stream is billed for the tokens that its socket took, a whole answer for those
 * generated; what the engine generated beyond that is recorded as discarded.
 */
final class Attempt {
    private final InferenceCall call;
    private final String usageId;
    private final String replica;
    private final Span span;
    private final GatewayTime time;
    private int promptTokens;
    private int cachedTokens;
    private int generated;
    private int delivered;
    private boolean hasTokens;
    private long firstTokenNanos;
    private @Nullable Finish finish;

    /**
     * @param replica that it is made on
     * @param span of the attempt, or what is handed on in its place; ends with the attempt's record
     */
    Attempt(InferenceCall call, String usageId, String replica, Span span, GatewayTime time) {
        this.call = call;
        this.usageId = usageId;
        this.replica = replica;
        this.span = span;
        this.time = time;
    }

    void prefilled(int prompt, int cached) {
        promptTokens = prompt;
        cachedTokens = cached;
    }

    /** @param completionTokens all so far; 0 = not counted by the engine */
    void generated(int tokens, int completionTokens) {
        generated = completionTokens > 0 ? completionTokens : generated + tokens;
        if (!hasTokens) {
            hasTokens = true;
            firstTokenNanos = time.nanos();
            span.addEvent(AttemptSpans.FIRST_TOKEN);
        }
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

    boolean hasTokens() {
        return hasTokens;
    }

    /** What a broken stream is billed for. */
    Tokens delivery() {
        return new Tokens(promptTokens, cachedTokens, delivered);
    }

    /**
     * The end of the attempt, once.
     *
     * @param begun whether the client was given a part of the answer
     */
    UsageRecord end(Outcome outcome, int status, @Nullable String errorCode, boolean begun) {
        RoutesChanged deployment = call.route().deployment();
        boolean billed = outcome != Outcome.FAILED || begun;
        int completion = billed ? billedCompletion(outcome) : 0;
        boolean prefill = billed && (hasTokens || finish != null);
        UsageRecord usage = new UsageRecord(
                usageId,
                time.now(),
                call.caller().keyId(),
                deployment.deploymentId(),
                call.route().model(),
                call.route().servedModel(),
                replica,
                deployment.revision(),
                call.requestId(),
                call.operation().word(),
                call.request().stream(),
                status,
                // A stream that broke after tokens were delivered is billed for them: to billing it was cut short.
                outcome == Outcome.FAILED && completion > 0 ? Outcome.CANCELLED : outcome,
                errorCode,
                prefill ? promptTokens : 0,
                prefill ? cachedTokens : 0,
                completion,
                generated - completion,
                hasTokens ? microsSinceArrival(firstTokenNanos) : 0,
                microsSinceArrival(time.nanos()),
                finish == null ? 0 : finish.queueMicros(),
                finish == null ? 0 : finish.decodeMicros(),
                deployment.billedBy());
        AttemptSpans.end(span, call, usage, finish);
        return usage;
    }

    Span span() {
        return span;
    }

    private long microsSinceArrival(long nanos) {
        return (nanos - call.arrivedNanos()) / 1_000;
    }

    private int billedCompletion(Outcome outcome) {
        return call.request().stream() && outcome != Outcome.COMPLETED ? delivered : generated;
    }

    InferenceCall call() {
        return call;
    }

    String usageId() {
        return usageId;
    }

    String replica() {
        return replica;
    }
}
