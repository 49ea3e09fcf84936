package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.inference.CallState.Answering;
import ai.radium.gateway.inference.CallState.Ended;
import ai.radium.gateway.inference.CallState.Open;
import ai.radium.gateway.inference.CallState.Waiting;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.worker.GrpcStatus;
import ai.radium.gateway.worker.ReplicaWork;
import io.opentelemetry.api.trace.StatusCode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One answer in the making: sends the request to a replica and sees to it that exactly one usage record per attempt is in the
 * spool before the client hears the end. An attempt that the worker never began is made once more on another replica.
 */
abstract sealed class OpenCall implements ProgressWatch.Watched permits AnsweredCall, WholeCall {
    private static final int CLIENT_CLOSED_REQUEST = 499;

    final InferenceParts parts;
    final Reply reply;
    final InferenceCall call;
    private Attempt attempt;
    private CallState state = Ended.INSTANCE; // until it is sent
    private int messages;
    private int messagesSeen;
    private int silentSeconds;

    OpenCall(InferenceParts parts, Reply reply, Attempt first) {
        this.parts = parts;
        this.reply = reply;
        call = first.call();
        attempt = first;
    }

    /** Begins the current attempt there. */
    abstract ReplicaWork send(Replica replica);

    /** A second without an answer has passed. */
    abstract void stillWaiting(long now);

    /** Whether so much of the answer was given to the client that it is billed although it breaks. */
    abstract boolean isTold(Attempt attempt);

    /** What there is goes to the client, as far as the socket takes it. */
    abstract void flush();

    /** The end of an answer that failed, for the client. */
    abstract void sayFailed(Refusal why, Tokens billed);

    /** The client is gone. */
    abstract void discard();

    /** Whether parts of the answer that come later need the request's body. */
    boolean needsTheBody() {
        return false;
    }

    /** Whether parts of the answer are still waited for of which nothing has come: they may be in a queue. */
    boolean awaitsFirstTokens() {
        return false;
    }

    /** @param body released once no attempt can follow */
    final void begin(Replica replica, HeldBody body) {
        parts.stats().began();
        parts.watch().add(this);
        reply.onGone(this::clientGone);
        reply.onWritable(this::clientWritable);
        reply.onStop(this::fail);
        state = new Waiting(send(replica), body, 1);
    }

    final Attempt attempt() {
        return attempt;
    }

    final boolean isOpen() {
        return state instanceof Open;
    }

    /** A part of the answer has come; false when nobody waits for it any more. */
    final boolean hasAnswered() {
        if (!(state instanceof Answering)) {
            if (!(state instanceof Waiting waiting)) {
                return false;
            }
            state = needsTheBody() ? waiting.answeringByTheBody() : waiting.answering();
        }
        messages++;
        return true;
    }

    abstract boolean isWritable();

    /** Ends a call whose engine makes no progress. */
    @Override
    public final void secondPassed(long now) {
        boolean silent = messages == messagesSeen && isWritable();
        silentSeconds = silent ? silentSeconds + 1 : 0;
        messagesSeen = messages;
        switch (state) {
            case Waiting waiting -> {
                int most = parts.bounds().firstTokenSeconds();
                if (now - call.arrivedNanos() >= TimeUnit.SECONDS.toNanos(most)) {
                    giveUp(waiting, "No token came within " + most + " s");
                } else {
                    stillWaiting(now);
                }
            }
            case Answering answering -> {
                boolean queued = awaitsFirstTokens();
                int most = queued
                        ? parts.bounds().firstTokenSeconds()
                        : parts.bounds().tokenSeconds();
                if (silentSeconds >= most) {
                    giveUp(answering, "The model's engine has made no progress for " + most + " s");
                } else if (queued && silentSeconds > 0) {
                    stillWaiting(now);
                }
            }
            case Ended ignored -> {
                // it is being taken from the watch
            }
        }
    }

    private void giveUp(Open open, String why) {
        parts.stats().gaveUp();
        parts.replicas().avoid(open.work());
        fail(GatewayProblem.TIMEOUT.because(why));
    }

    /** The worker ended its call with that status. */
    public void ended(GrpcStatus status) {
        if (!isOfThisReplica(status) || !triesAnother()) {
            fail(refusal(status));
        }
    }

    /** Whether another replica may take the call. */
    final boolean isOfThisReplica(GrpcStatus status) {
        return status.code() == GrpcStatus.UNAVAILABLE || lacksAdapter(status);
    }

    /** What that status is to this client. */
    Refusal refusal(GrpcStatus status) {
        return lacksAdapter(status) ? WorkerRefusals.adapterIsAway(call.model()) : WorkerRefusals.refusal(status);
    }

    /** The news that a replica was started again, or has unloaded an adapter, comes a moment after the fact. */
    private boolean lacksAdapter(GrpcStatus status) {
        return status.code() == GrpcStatus.INVALID_ARGUMENT
                && "model".equals(status.param())
                && !call.route().adapter().isEmpty();
    }

    /** @param untouched whether the worker surely did not begin */
    public final void lost(boolean untouched) {
        if (state instanceof Open open) {
            parts.replicas().avoid(open.work());
            if (!untouched || !triesAnother()) {
                fail(GatewayProblem.SERVICE_UNAVAILABLE.because(
                        "The replica that was answering went away; what was sent so far is all there is"));
            }
        }
    }

    /** All that one read brought has been given. */
    public final void readComplete() {
        if (isOpen()) {
            flush();
        }
    }

    private void clientWritable() {
        if (state instanceof Open open) {
            flush();
            open.work().writableAgain();
        }
    }

    private void clientGone() {
        if (state instanceof Open open) {
            open.work().cancel();
            end(open, Outcome.CANCELLED, reply.isBegun() ? 200 : CLIENT_CLOSED_REQUEST, null);
            discard();
        }
    }

    /** Before anything was sent, once, on another replica: with a usage record of its own. */
    final boolean triesAnother() {
        if (!(state instanceof Waiting waiting) || !waiting.mayTryAnother() || reply.isBegun()) {
            return false;
        }
        Replica other = parts.replicas().leastLoaded(call.route(), attempt.replica());
        if (other == null) {
            return false;
        }
        waiting.work().cancel(); // an engine that asked for it has not ended its call yet
        parts.usage().record(attempt, attempt.end(Outcome.FAILED, 503, "SERVICE_UNAVAILABLE", false));
        attempt = parts.attempt(reply.span(), call, other);
        state = waiting.onAnother(send(other));
        return true;
    }

    final void fail(Refusal refusal) {
        if (state instanceof Open open) {
            open.work().cancel();
            reply.dropCopy();
            flush(); // what came together with the failure is told, and billed, before it
            boolean told = isTold(attempt);
            end(open, Outcome.FAILED, told ? 200 : refusal.status(), refusal.code());
            sayFailed(refusal, told ? attempt.delivery() : Tokens.NONE);
        }
    }

    /**
     * The worker has answered all.
     *
     * @return whether the usage is in the spool
     */
    final boolean complete() {
        boolean recorded = state instanceof Open open && end(open, Outcome.COMPLETED, 200, null);
        if (!recorded) {
            reply.dropCopy();
        }
        return recorded;
    }

    private boolean end(Open open, Outcome outcome, int status, @Nullable String errorCode) {
        state = Ended.INSTANCE;
        open.release();
        parts.watch().remove(this);
        if (outcome == Outcome.FAILED) {
            reply.span().setStatus(StatusCode.ERROR);
        }
        return parts.usage().end(attempt, attempt.end(outcome, status, errorCode, isTold(attempt)));
    }
}
