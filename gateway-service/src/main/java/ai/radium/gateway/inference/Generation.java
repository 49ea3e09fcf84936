package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.contracts.worker.GenerateWriter;
import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.worker.GenerateListener;
import ai.radium.gateway.worker.GenerateStream;
import ai.radium.gateway.worker.GrpcStatus;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One answer in the making: sends the request to a replica, gives its events to the client, and sees to it that exactly
 * one usage record per attempt is in the spool before the client hears the end. An attempt that the worker never began
 * is made once more on another replica.
 */
final class Generation implements GenerateListener {
    private static final int MOST_ATTEMPTS = 2;
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private final LoopInference loop;
    private final Reply reply;
    private final Answer answer;
    private final InferenceRequest request;
    private final Attempt attempt;
    private @Nullable HeldBody body;
    private @Nullable GenerateStream call;
    private int attempts;
    private int events;
    private int eventsSeen;
    private int silentSeconds;
    private boolean ended;

    /** @param body released here once no attempt can follow */
    Generation(
            LoopInference loop, Reply reply, Answer answer, InferenceRequest request, Attempt attempt, HeldBody body) {
        this.loop = loop;
        this.reply = reply;
        this.answer = answer;
        this.request = request;
        this.attempt = attempt;
        this.body = body;
        reply.onGone(this::clientGone);
        reply.onWritable(this::clientWritable);
        reply.onStop(this::stop);
    }

    void start(Replica replica) {
        attempts++;
        attempt.replica(replica.id());
        ByteBuf message = reply.channel()
                .alloc()
                .directBuffer(512 + request.parts().input().readableBytes());
        GenerateWriter.write(
                message,
                attempt.model(),
                request.parts(),
                request.maxTokens(),
                attempt.operation() == Operation.COMPLETION,
                attempt.account(),
                reply.requestId(),
                attempt.usageId(),
                request.sampling());
        call = loop.workers()
                .generate(replica.address(), attempt.route().deployment().deploymentId(), message, this);
    }

    /** Called every second: keeps a waiting stream alive, and ends a call whose engine makes no progress. */
    void secondPassed(long now, InferenceBounds bounds) {
        boolean silent = events == eventsSeen && answer.isWritable();
        silentSeconds = silent ? silentSeconds + 1 : 0;
        eventsSeen = events;
        if (attempt.hasTokens()) {
            if (silentSeconds >= bounds.tokenSeconds()) {
                giveUp("The model's engine has made no progress for " + bounds.tokenSeconds() + " s");
            }
        } else if (now - attempt.arrivedNanos() >= TimeUnit.SECONDS.toNanos(bounds.firstTokenSeconds())) {
            giveUp("No token came within " + bounds.firstTokenSeconds() + " s");
        } else if (now - attempt.lastSignNanos() >= LoopInference.SIGN_OF_LIFE_NANOS) {
            answer.keepAlive();
            attempt.signOfLife();
        }
    }

    private void giveUp(String why) {
        loop.stats().gaveUp();
        if (call != null) {
            loop.workers().avoid(call.address());
            call.cancel();
        }
        fail(GatewayProblem.TIMEOUT.because(why));
    }

    /** The gateway ends it before its time: the client hears why instead of a bare end. */
    private void stop(Refusal why) {
        if (!ended) {
            if (call != null) {
                call.cancel();
            }
            fail(why);
        }
    }

    Attempt attempt() {
        return attempt;
    }

    @Override
    public void accepted(int queuePosition) {
        // the client hears of it by the first token or by a comment
    }

    @Override
    public void prefillDone(long ttftMicros, int cachedTokens, int promptTokens) {
        attempt.prefilled(promptTokens, cachedTokens);
    }

    @Override
    public void delta(
            ByteBuf bytes,
            int text,
            int textLength,
            int reasoning,
            int reasoningLength,
            int toolCalls,
            int toolCallsLength,
            int logprobs,
            int logprobsLength,
            int tokens,
            int completionTokens) {
        events++;
        if (attempt.generated(tokens, completionTokens)) {
            releaseBody();
        }
        answer.delta(
                bytes,
                text,
                textLength,
                reasoning,
                reasoningLength,
                toolCalls,
                toolCallsLength,
                logprobs,
                logprobsLength);
    }

    @Override
    public void readComplete() {
        if (!ended) {
            flush();
        }
    }

    private void flush() {
        if (answer.flush()) {
            attempt.delivered();
        }
    }

    @Override
    public void finished(Finish finish) {
        if (!ended) {
            attempt.finished(finish);
            if (end(Outcome.COMPLETED, 200, null)) {
                answer.finish(finish);
            } else {
                answer.fail(
                        GatewayProblem.INTERNAL_ERROR.because("The usage of this answer cannot be recorded"),
                        new Tokens(0, 0, 0));
            }
        }
    }

    @Override
    public void failed(String code, boolean retryable, String message, String param) {
        if (retryable && startAnother()) {
            return;
        }
        fail(WorkerRefusals.refusal(code, retryable, message, param));
    }

    @Override
    public void refused(GrpcStatus status) {
        if (ended) {
            return;
        }
        if (status.code() == GrpcStatus.UNAVAILABLE && startAnother()) {
            return;
        }
        fail(WorkerRefusals.refusal(status));
    }

    @Override
    public void lost(boolean untouched) {
        if (ended) {
            return;
        }
        if (call != null) {
            loop.workers().avoid(call.address());
        }
        if (untouched && startAnother()) {
            return;
        }
        fail(GatewayProblem.SERVICE_UNAVAILABLE.because(
                "The replica that was answering went away; what was sent so far is all there is"));
    }

    @Override
    public boolean isWritable() {
        return answer.isWritable();
    }

    private void clientWritable() {
        if (call != null && !ended) {
            flush();
            call.writableAgain();
        }
    }

    private void clientGone() {
        if (ended) {
            return;
        }
        if (call != null) {
            call.cancel();
        }
        end(Outcome.CANCELLED, reply.isBegun() ? 200 : CLIENT_CLOSED_REQUEST, null);
        answer.discard();
    }

    /** Before anything was sent, once, on another replica: with a usage record of its own. */
    private boolean startAnother() {
        if (attempts >= MOST_ATTEMPTS || reply.isBegun() || attempt.hasTokens() || body == null || ended) {
            return false;
        }
        Replica other = loop.pick(attempt.route(), attempt.replica());
        if (other == null) {
            return false;
        }
        loop.record(this, attempt.record(Outcome.FAILED, 503, "SERVICE_UNAVAILABLE", false));
        attempt.again(loop.newUsageId());
        start(other);
        return true;
    }

    private void fail(Refusal refusal) {
        if (!ended) {
            boolean billed = attempt.hasTokens() && reply.isBegun();
            end(Outcome.FAILED, billed ? 200 : refusal.status(), refusal.code());
            answer.fail(refusal, billed ? attempt.delivery() : new Tokens(0, 0, 0));
        }
    }

    /** @return whether the usage is in the spool */
    private boolean end(Outcome outcome, int status, @Nullable String errorCode) {
        ended = true;
        releaseBody();
        return loop.end(this, attempt.record(outcome, status, errorCode, reply.isBegun()));
    }

    private void releaseBody() {
        if (body != null) {
            body.release();
            body = null;
        }
    }
}
