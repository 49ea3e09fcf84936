package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.GenerateWriter;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.worker.GenerateListener;
import ai.radium.gateway.worker.Rpc;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;

/** A chat or a completion: the worker's events, as the client reads them. */
final class Generation extends OpenCall implements GenerateListener {
    /** A stream without a token hears a comment that often; clients and proxies drop silent ones after 15 s and more. */
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int MESSAGE_BYTES = 512;

    private final Answer answer;
    private final GenerationRequest request;
    private long keptAliveNanos;

    Generation(InferenceParts parts, Reply reply, Answer answer, GenerationRequest request, Attempt first) {
        super(parts, reply, first, Rpc.GENERATE);
        this.answer = answer;
        this.request = request;
        keptAliveNanos = call.arrivedNanos();
    }

    @Override
    ByteBuf message(Attempt attempt) {
        ByteBuf message = reply.channel()
                .alloc()
                .directBuffer(MESSAGE_BYTES + request.parts().input().readableBytes());
        GenerateWriter.write(
                message,
                call.model(),
                request.parts(),
                request.maxTokens(),
                call.operation() == Operation.COMPLETION,
                call.account(),
                reply.requestId(),
                attempt.usageId(),
                request.sampling());
        return message;
    }

    @Override
    void stillWaiting(long now) {
        if (now - keptAliveNanos >= KEEP_ALIVE_NANOS) {
            answer.keepAlive();
            keptAliveNanos = now;
        }
    }

    @Override
    public void accepted(int queuePosition) {
        // the client hears of it by the first token or by a comment
    }

    @Override
    public void prefillDone(long ttftMicros, int cachedTokens, int promptTokens) {
        attempt().prefilled(promptTokens, cachedTokens);
        answer.prefilled(promptTokens, cachedTokens);
    }

    @Override
    public void delta(DeltaParts delta) {
        if (hasAnswered()) {
            attempt().generated(delta.tokens(), delta.completionTokens());
            answer.delta(delta);
        }
    }

    @Override
    void flush() {
        if (answer.flush()) {
            attempt().delivered();
        }
    }

    @Override
    public void finished(Finish finish) {
        if (!isOpen()) {
            return;
        }
        attempt().finished(finish);
        if (complete()) {
            answer.finish(finish);
        } else {
            answer.fail(
                    GatewayProblem.INTERNAL_ERROR.because("The usage of this answer cannot be recorded"), Tokens.NONE);
        }
    }

    @Override
    public void failed(String code, boolean retryable, String message, String param) {
        if (!retryable || !triesAnother()) {
            fail(WorkerRefusals.refusal(code, retryable, message, param));
        }
    }

    @Override
    public boolean isWritable() {
        return answer.isWritable();
    }

    @Override
    boolean isTold(Attempt attempt) {
        return attempt.hasTokens() && reply.isBegun();
    }

    @Override
    void sayFailed(Refusal why, Tokens billed) {
        answer.fail(why, billed);
    }

    @Override
    void discard() {
        answer.discard();
    }
}
