package ai.radium.gateway.http;

import ai.radium.gateway.body.GatheredBody;
import ai.radium.gateway.endpoints.BodyLimit;
import ai.radium.gateway.identity.Authentication;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.limits.Decision;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its reply: who calls, may they, then the whole body, then a permit of their limits, then the work; a file
 * is not waited for, but goes on under its permit. A refusal waits for none of these: the rest of a body that it leaves is
 * read and dropped.
 */
final class Exchange {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_HEADERS = {};

    private final LoopParts parts;
    private final HttpRequest request;
    private final Reply reply;
    private final long arrivedNanos;
    private Stage stage = Stage.Plain.HEARD;
    private boolean bodyEnded;

    Exchange(LoopParts parts, HttpRequest request, Reply reply) {
        this.parts = parts;
        this.request = request;
        this.reply = reply;
        arrivedNanos = parts.time().nanos();
    }

    void begin(Work work) {
        switch (work) {
            case Work.Say say -> {
                stage = Stage.Plain.OVER;
                reply.json(200, Unpooled.copiedBuffer(say.json(), StandardCharsets.US_ASCII), NO_HEADERS);
            }
            case Work.Give give -> {
                stage = Stage.Plain.OVER;
                reply.fixed(give.body(), request.headers().get(HttpHeaderNames.IF_NONE_MATCH));
            }
            case Work.Refuse refuse -> {
                stage = Stage.Plain.REFUSED;
                authenticate(authentication -> refuse(callerOf(authentication), refuse.why()));
            }
            case Work.Serve serve -> {
                stage = new Stage.Calling(
                        serve,
                        parts.body(serve.endpoint().body(), reply.channel().alloc()));
                authenticate(this::authenticated);
            }
        }
    }

    /** Nobody's body is not read. */
    private void authenticate(Consumer<Authentication> then) {
        Channel channel = reply.channel();
        var caller = new Object() {
            boolean known;
        };
        parts.authenticator()
                .authenticate(
                        request.headers(),
                        (InetSocketAddress) channel.remoteAddress(),
                        reply.requestId(),
                        parts.loop(),
                        authentication -> {
                            caller.known = true;
                            if (!channel.config().isAutoRead()) {
                                channel.config().setAutoRead(true);
                            }
                            if (!reply.isEnded()) {
                                then.accept(authentication);
                            }
                        });
        if (!caller.known) {
            channel.config().setAutoRead(false);
        }
    }

    private static @Nullable Principal callerOf(Authentication authentication) {
        return switch (authentication) {
            case Authentication.Known known -> known.principal();
            case Authentication.Elsewhere elsewhere -> elsewhere.principal();
            case Authentication.Unknown ignored -> null;
        };
    }

    private void authenticated(Authentication authentication) {
        switch (authentication) {
            case Authentication.Unknown unknown -> refuse(null, unknown.refusal());
            case Authentication.Elsewhere elsewhere -> refuse(elsewhere.principal(), elsewhere.refusal());
            case Authentication.Known known -> {
                if (stage instanceof Stage.Calling calling) {
                    known(calling, known.principal());
                }
            }
        }
    }

    private void known(Stage.Calling calling, Principal caller) {
        Refusal why = refusal(calling, caller);
        if (why != null) {
            refuse(caller, why);
            return;
        }
        boolean goesOnAsItComes = !bodyEnded && calling.work().endpoint().body() == BodyLimit.UPLOAD;
        stage = new Stage.Gathering(calling.work(), calling.body(), caller);
        if (!bodyEnded && HttpUtil.is100ContinueExpected(request)) {
            Channel channel = reply.channel();
            channel.writeAndFlush(channel.alloc().buffer(CONTINUE.length).writeBytes(CONTINUE), channel.voidPromise());
        }
        if (goesOnAsItComes) {
            reply.channel().config().setAutoRead(false);
            count(calling.work(), calling.body(), caller);
        } else {
            goOn();
        }
    }

    /** Why the head alone, or what came with it, is refused; else null. */
    private @Nullable Refusal refusal(Stage.Calling calling, Principal caller) {
        Refusal forbidden = calling.work().permission().refusal(caller).orElse(null);
        Refusal unfit = forbidden == null
                ? BodyRules.refusal(request, calling.work().endpoint().body())
                : forbidden;
        Refusal tooLarge = unfit == null ? calling.body().announced(HttpUtil.getContentLength(request, 0L)) : unfit;
        return tooLarge == null ? calling.body().belongsTo(caller.account()) : tooLarge;
    }

    /** The next part of the body; taken over. */
    void body(HttpContent part) {
        if (part.decoderResult().isFailure()) {
            part.release();
            bodyBroke();
            return;
        }
        boolean last = part instanceof LastHttpContent;
        bodyEnded |= last;
        Refusal late = switch (stage) {
            case Stage.Calling calling -> calling.body().add(part.content(), last);
            case Stage.Gathering gathering -> gathering.body().add(part.content(), last);
            case Stage.Counting counting -> counting.body().add(part.content(), last);
            case Stage.Admitted admitted -> handedOn(admitted.answer(), part);
            case Stage.Plain ignored -> dropped(part.content());
        };
        if (late != null) {
            refuse(caller(), late);
        } else if (last) {
            goOn();
        }
    }

    private static @Nullable Refusal handedOn(Answering answer, HttpContent part) {
        answer.body(part);
        return null;
    }

    private static @Nullable Refusal dropped(ByteBuf content) {
        content.release();
        return null;
    }

    private @Nullable Principal caller() {
        return switch (stage) {
            case Stage.Gathering gathering -> gathering.caller();
            case Stage.Counting counting -> counting.caller();
            case Stage.Admitted admitted -> admitted.caller();
            case Stage.Calling ignored -> null;
            case Stage.Plain ignored -> null;
        };
    }

    /** Behind a broken part nothing can be told apart, so the connection ends here. */
    private void bodyBroke() {
        bodyEnded = true;
        reply.closeAfter();
        breakOff(GatewayProblem.INVALID_REQUEST.because("The body is not valid HTTP: a chunk is malformed"));
    }

    /** The client is too slow with its body. */
    void bodyIsLate() {
        reply.lingerAfter();
        breakOff(GatewayProblem.REQUEST_TIMEOUT.because("The rest of the request did not arrive in time"));
    }

    private void breakOff(Refusal why) {
        if (reply.isEnded() || (stage instanceof Stage.Admitted && reply.isBegun())) {
            reply.channel().close();
        } else if (!(stage instanceof Stage.Plain)) { // else its refusal is on the way
            refuse(caller(), why);
        }
    }

    private void goOn() {
        if (bodyEnded && stage instanceof Stage.Gathering gathering) {
            count(gathering.work(), gathering.body(), gathering.caller());
        }
    }

    private void count(Work.Serve work, GatheredBody body, Principal caller) {
        stage = new Stage.Counting(work, body, caller);
        parts.limits().acquire(caller.quota(), decision -> limited(caller, decision));
    }

    private void limited(Principal caller, Decision decision) {
        if (!(stage instanceof Stage.Counting counting)) { // the client left meanwhile
            if (decision instanceof Decision.Admitted) {
                parts.limits().release(caller.quota());
            }
            return;
        }
        switch (decision) {
            case Decision.Admitted admitted -> {
                reply.allowance(admitted.allowance());
                admitted(counting);
            }
            case Decision.WindowUsedUp used -> {
                reply.allowance(used.allowance());
                refuse(
                        null,
                        GatewayProblem.RATE_LIMIT_EXCEEDED
                                .because("Rate limit exceeded: "
                                        + used.allowance().limit() + " requests per "
                                        + used.allowance().windowSeconds() + " s")
                                .retryAfter(used.retryAfterSeconds()));
            }
            case Decision.TooManyAtOnce many ->
                refuse(
                        caller,
                        GatewayProblem.CONCURRENCY_LIMIT_EXCEEDED
                                .because("Concurrency limit exceeded: " + many.most() + " requests at once")
                                .retryAfter(1));
        }
    }

    private void admitted(Stage.Counting counting) {
        Answering answer = new Answers(parts, request, reply, arrivedNanos)
                .to(counting.work(), counting.caller(), counting.body().take(), bodyEnded);
        stage = new Stage.Admitted(counting.caller(), answer);
        answer.begin();
    }

    /**
     * The one road to a refusal before the work.
     *
     * @param caller is told its limits with it; null = not known, or told already
     */
    private void refuse(@Nullable Principal caller, Refusal why) {
        letGo();
        stage = Stage.Plain.REFUSED;
        if (!bodyEnded) {
            reply.channel().config().setAutoRead(true); // the rest is read and dropped
        }
        if (caller == null) {
            say(why);
        } else {
            parts.limits().look(caller.quota(), allowance -> {
                reply.allowance(allowance);
                say(why);
            });
        }
    }

    private void say(Refusal why) {
        if (!bodyEnded && (!BodyRules.isRestShort(request) || !reply.keepsAlive())) {
            reply.lingerAfter();
        }
        reply.refuse(why);
    }

    private void letGo() {
        switch (stage) {
            case Stage.Calling calling -> calling.body().release();
            case Stage.Gathering gathering -> gathering.body().release();
            case Stage.Counting counting -> counting.body().release();
            case Stage.Admitted admitted -> {
                admitted.answer().release();
                parts.limits().release(admitted.caller().quota());
            }
            case Stage.Plain ignored -> {}
        }
    }

    /** The reply is complete or its client gone. */
    void ended() {
        letGo();
        stage = Stage.Plain.OVER;
    }

    /** The client takes more, or no more for now. */
    void clientWritable(boolean more) {
        if (stage instanceof Stage.Admitted admitted) {
            admitted.answer().clientWritable(more);
        }
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    boolean isBodyEnded() {
        return bodyEnded;
    }

    boolean isOver() {
        return bodyEnded && reply.isEnded();
    }

    Reply reply() {
        return reply;
    }
}
