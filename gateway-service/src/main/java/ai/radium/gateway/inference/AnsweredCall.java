package ai.radium.gateway.inference;

import ai.radium.contracts.worker.GenerateWriter;
import ai.radium.contracts.worker.RawParts;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.worker.GrpcStatus;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;

/** A call whose answer is text: what is told of it goes through its {@link Answer}. */
abstract sealed class AnsweredCall extends OpenCall permits Generation, SeveralGenerations {
    /** A stream without a token hears a comment that often; clients and proxies drop silent ones after 15 s and more. */
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int MESSAGE_BYTES = 512;

    final GenerationRequest request;
    private final Answer answer;
    private long keptAliveNanos;

    AnsweredCall(InferenceParts parts, Reply reply, Answer answer, GenerationRequest request, Attempt first) {
        super(parts, reply, first);
        this.answer = answer;
        this.request = request;
        keptAliveNanos = call.arrivedNanos();
    }

    /** One generation of the current attempt, as gRPC sends it. */
    final ByteBuf message(RawParts itsParts) {
        ByteBuf message = reply.channel()
                .alloc()
                .directBuffer(MESSAGE_BYTES + itsParts.input().readableBytes());
        GenerateWriter.write(
                message,
                call.model(),
                itsParts,
                request.maxTokens(),
                call.operation() == Operation.COMPLETION,
                call.account(),
                reply.requestId(),
                attempt().usageId(),
                request.sampling(),
                call.route().adapter());
        return message;
    }

    @Override
    final void stillWaiting(long now) {
        if (now - keptAliveNanos >= KEEP_ALIVE_NANOS) {
            answer.keepAlive();
            keptAliveNanos = now;
        }
    }

    @Override
    final void flush() {
        if (answer.flush()) {
            attempt().delivered();
        }
    }

    final void failUnrecorded() {
        answer.fail(GatewayProblem.INTERNAL_ERROR.because("The usage of this answer cannot be recorded"), Tokens.NONE);
    }

    @Override
    public final boolean isWritable() {
        return answer.isWritable();
    }

    @Override
    final boolean isTold(Attempt attempt) {
        return attempt.hasTokens() && reply.isBegun();
    }

    /** An error event as this client reads it. */
    final Refusal refusal(String code, boolean retryable, String message, String param) {
        return worded(WorkerRefusals.refusal(code, retryable, message, param));
    }

    @Override
    final Refusal refusal(GrpcStatus status) {
        return worded(super.refusal(status));
    }

    private Refusal worded(Refusal refusal) {
        return request.namesFunctionsAlone() ? OlderWords.of(refusal) : refusal;
    }

    @Override
    final void sayFailed(Refusal why, Tokens billed) {
        answer.fail(why, billed);
    }

    @Override
    final void discard() {
        answer.discard();
    }
}
