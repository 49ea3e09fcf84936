package ai.radium.gateway.http;

import ai.radium.gateway.idempotency.Claim;
import ai.radium.gateway.idempotency.Idempotency;
import ai.radium.gateway.idempotency.KeptReply;
import ai.radium.gateway.idempotency.KeyedRequest;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.reply.ReplyCopy;
import ai.radium.kit.idempotency.IdempotencyProblem;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a worker to a request with an Idempotency-Key: made once, and given again from Redis. The same request meanwhile
 * waits for it, whichever gateway it comes to. An answer that fails is not kept, so that the request can be sent again.
 */
final class OnceAnswer implements Answering {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final EventLoop loop;
    private final Reply reply;
    private final InferenceAnswer answer;
    private final KeyedRequest request;
    private final Idempotency idempotency;
    private State state = State.Plain.ASKING;
    private long waitedMillis;

    /** What is held. */
    private sealed interface State {
        enum Plain implements State {
            /** Redis is asked whether this is the first one; the body is held. */
            ASKING,
            OVER
        }

        /** Another one is being answered; the body is held. */
        record Waiting(ScheduledFuture<?> nextLook) implements State {}

        /** This is the first one: the lease is held, and renewed. */
        record First(ScheduledFuture<?> renewal) implements State {}
    }

    OnceAnswer(EventLoop loop, InferenceAnswer answer, KeyedRequest request, Idempotency idempotency) {
        this.loop = loop;
        this.answer = answer;
        this.request = request;
        this.idempotency = idempotency;
        reply = answer.reply();
    }

    @Override
    public void begin() {
        state = State.Plain.ASKING;
        request.claim().whenCompleteAsync(this::told, loop);
    }

    private void told(@Nullable Claim claim, @Nullable Throwable failure) {
        if (state == State.Plain.OVER) {
            if (claim == Claim.Plain.FIRST) {
                request.giveUp();
            }
            return;
        }
        idempotency.stats().asked(failure);
        switch (claim) {
            case null ->
                refuse(GatewayProblem.SERVICE_UNAVAILABLE.because(
                        "Whether this Idempotency-Key was used before cannot be found out at the moment: try again"));
            case Claim.Kept kept -> {
                idempotency.stats().replay();
                answer.body().release();
                state = State.Plain.OVER;
                kept.reply().give(reply);
            }
            case Claim.Plain.FIRST -> first();
            case Claim.Plain.BUSY -> waitForFirst();
            case Claim.Plain.OTHER -> refuse(Refusal.of(IdempotencyProblem.reused()));
            case Claim.Plain.TOO_LARGE ->
                refuse(Refusal.of(IdempotencyProblem.IDEMPOTENT_REPLY_TOO_LARGE.because(
                        "The request with this Idempotency-Key was answered, but its reply is larger than "
                                + idempotency.bounds().replyBytes() + " bytes and is not kept")));
        }
    }

    private void first() {
        long third = KeyedRequest.LEASE.toMillis() / 3;
        state = new State.First(loop.scheduleAtFixedRate(request::renew, third, third, TimeUnit.MILLISECONDS));
        reply.copyTo(new ReplyCopy(idempotency.bounds().replyBytes(), this::keep));
        answer.begin();
    }

    /** The client has the end of the reply when the reply is kept: what it asks for again after it is there. */
    private void keep(ReplyCopy copy, Runnable last) {
        if (state instanceof State.First first) {
            first.renewal().cancel(false);
            state = State.Plain.OVER;
        }
        request.keep(KeptReply.of(copy)).whenCompleteAsync((kept, failure) -> last.run(), loop);
    }

    private void waitForFirst() {
        waitedMillis += BETWEEN_LOOKS.toMillis();
        if (waitedMillis > idempotency.bounds().patience().toMillis()) {
            refuse(Refusal.of(IdempotencyProblem.inUse()));
        } else {
            state = new State.Waiting(loop.schedule(this::begin, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void refuse(Refusal why) {
        answer.body().release();
        state = State.Plain.OVER;
        reply.refuse(why);
    }

    @Override
    public void clientWritable(boolean more) {
        answer.clientWritable(more);
    }

    @Override
    public void release() {
        switch (state) {
            case State.First first -> {
                first.renewal().cancel(false);
                request.giveUp();
            }
            case State.Waiting waiting -> {
                waiting.nextLook().cancel(false);
                answer.body().release();
            }
            case State.Plain.ASKING -> answer.body().release();
            case State.Plain.OVER -> {
                // nothing is held
            }
        }
        state = State.Plain.OVER;
    }
}
