package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.GenerateWriter;
import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.inference.CallState.Answering;
import ai.radium.gateway.inference.CallState.Ended;
import ai.radium.gateway.inference.CallState.Open;
import ai.radium.gateway.inference.CallState.Waiting;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.worker.GenerateCall;
import ai.radium.gateway.worker.GenerateListener;
import ai.radium.gateway.worker.GrpcStatus;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One answer in the making: sends the request to a replica, gives its events to the client, and sees to it that exactly
 * one usage record per attempt is in the spool before the client hears the end. An attempt that the worker never began
 * is made once more on another replica.
 */
final class Generation implements GenerateListener, ProgressWatch.Watched {
    /** A stream without a token hears a comment that often; clients and proxies drop silent ones after 15 s and more. */
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int CLIENT_CLOSED_REQUEST = 499;
    private static final int MESSAGE_BYTES = 512;

    private final InferenceParts parts;
    private final Reply reply;
    private final Answer answer;
    private final InferenceCall call;
    private Attempt attempt;
    private CallState state;
    private long keptAliveNanos;
    private int events;
    private int eventsSeen;
    private int silentSeconds;

    /** @param body released here once no attempt can follow */
    Generation(InferenceParts parts, Reply reply, Answer answer, Attempt first, Replica replica, HeldBody body) {
        this.parts = parts;
        this.reply = reply;
        this.answer = answer;
        call = first.call();
        attempt = first;
        keptAliveNanos = call.arrivedNanos();
        parts.stats().began();
        parts.watch().add(this);
        reply.onGone(this::clientGone);
        reply.onWritable(this::clientWritable);
        reply.onStop(this::fail);
        state = new Waiting(send(replica), body, 1);
    }

    private GenerateCall send(Replica replica) {
        InferenceRequest request = call.request();
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
        return parts.replicas().call(call.route(), replica, message, this);
    }

    /** Keeps a waiting stream alive, and ends a call whose engine makes no progress. */
    @Override
    public void secondPassed(long now) {
        boolean silent = events == eventsSeen && answer.isWritable();
        silentSeconds = silent ? silentSeconds + 1 : 0;
        eventsSeen = events;
        switch (state) {
            case Waiting waiting -> waited(waiting, now);
            case Answering answering -> {
                int most = parts.bounds().tokenSeconds();
                if (silentSeconds >= most) {
                    giveUp(answering, "The model's engine has made no progress for " + most + " s");
                }
            }
            case Ended ignored -> {
                // it is being taken from the watch
            }
        }
    }

    private void waited(Waiting waiting, long now) {
        int most = parts.bounds().firstTokenSeconds();
        if (now - call.arrivedNanos() >= TimeUnit.SECONDS.toNanos(most)) {
            giveUp(waiting, "No token came within " + most + " s");
        } else if (now - keptAliveNanos >= KEEP_ALIVE_NANOS) {
            answer.keepAlive();
            keptAliveNanos = now;
        }
    }

    private void giveUp(Open open, String why) {
        parts.stats().gaveUp();
        parts.replicas().avoid(open.call());
        fail(GatewayProblem.TIMEOUT.because(why));
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
    public void delta(DeltaParts delta) {
        switch (state) {
            case Waiting waiting -> state = waiting.answering();
            case Answering ignored -> {
                // one more
            }
            case Ended ignored -> {
                return;
            }
        }
        events++;
        attempt.generated(delta.tokens(), delta.completionTokens());
        answer.delta(delta);
    }

    @Override
    public void readComplete() {
        if (state instanceof Open) {
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
        if (state instanceof Open open) {
            attempt.finished(finish);
            if (end(open, Outcome.COMPLETED, 200, null)) {
                answer.finish(finish);
            } else {
                answer.fail(
                        GatewayProblem.INTERNAL_ERROR.because("The usage of this answer cannot be recorded"),
                        Tokens.NONE);
            }
        }
    }

    @Override
    public void failed(String code, boolean retryable, String message, String param) {
        if (!retryable || !triesAnother()) {
            fail(WorkerRefusals.refusal(code, retryable, message, param));
        }
    }

    @Override
    public void refused(GrpcStatus status) {
        if (status.code() != GrpcStatus.UNAVAILABLE || !triesAnother()) {
            fail(WorkerRefusals.refusal(status));
        }
    }

    @Override
    public void lost(boolean untouched) {
        if (state instanceof Open open) {
            parts.replicas().avoid(open.call());
            if (!untouched || !triesAnother()) {
                fail(GatewayProblem.SERVICE_UNAVAILABLE.because(
                        "The replica that was answering went away; what was sent so far is all there is"));
            }
        }
    }

    @Override
    public boolean isWritable() {
        return answer.isWritable();
    }

    private void clientWritable() {
        if (state instanceof Open open) {
            flush();
            open.call().writableAgain();
        }
    }

    private void clientGone() {
        if (state instanceof Open open) {
            open.call().cancel();
            end(open, Outcome.CANCELLED, reply.isBegun() ? 200 : CLIENT_CLOSED_REQUEST, null);
            answer.discard();
        }
    }

    /** Before anything was sent, once, on another replica: with a usage record of its own. */
    private boolean triesAnother() {
        if (!(state instanceof Waiting waiting) || !waiting.mayTryAnother() || reply.isBegun()) {
            return false;
        }
        Replica other = parts.replicas().leastLoaded(call.route(), attempt.replica());
        if (other == null) {
            return false;
        }
        waiting.call().cancel(); // an engine that asked for it has not ended its call yet
        parts.usage().record(call.account(), attempt.record(Outcome.FAILED, 503, "SERVICE_UNAVAILABLE", false));
        attempt = new Attempt(call, parts.usage().newId(), other.id(), parts.time());
        state = waiting.onAnother(send(other));
        return true;
    }

    private void fail(Refusal refusal) {
        if (state instanceof Open open) {
            open.call().cancel();
            flush(); // tokens that came together with the failure are told, and billed, before it
            boolean told = attempt.hasTokens() && reply.isBegun();
            end(open, Outcome.FAILED, told ? 200 : refusal.status(), refusal.code());
            answer.fail(refusal, told ? attempt.delivery() : Tokens.NONE);
        }
    }

    /** @return whether the usage is in the spool */
    private boolean end(Open open, Outcome outcome, int status, @Nullable String errorCode) {
        state = Ended.INSTANCE;
        open.release();
        parts.watch().remove(this);
        return parts.usage().end(call.account(), attempt.record(outcome, status, errorCode, reply.isBegun()));
    }
}
