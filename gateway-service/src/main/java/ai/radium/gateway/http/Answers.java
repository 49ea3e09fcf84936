package ai.radium.gateway.http;

import ai.radium.gateway.body.GatheredBody;
import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.endpoints.Target;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.relay.RelayedRequest;
import ai.radium.gateway.reply.Reply;
import ai.radium.kit.idempotency.IdempotencyKey;
import ai.radium.kit.problem.ProblemException;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.AsciiString;
import io.opentelemetry.api.trace.Span;
import java.net.InetSocketAddress;

/** From an admitted request to whoever answers it. */
record Answers(LoopParts parts, HttpRequest request, Reply reply, long arrivedNanos) {
    private static final AsciiString IDEMPOTENCY_KEY = AsciiString.cached("idempotency-key");

    /** @param whole whether no more of the body comes */
    Answering to(Work.Serve work, Principal caller, HeldBody body, boolean whole) {
        if (!whole && work.endpoint().target() instanceof Target.Relayed relayed) {
            long length = HttpUtil.getContentLength(request, RelayedRequest.CHUNKED);
            return new RelayedAnswer(
                    parts.relay(),
                    relayed(relayed, work, caller, length),
                    reply,
                    body,
                    parts.bounds().uploadBody());
        }
        if (!BodyRules.isGzip(request)) {
            return toPlain(work, caller, body);
        }
        GatheredBody plain = parts.body(work.endpoint().body(), reply.channel().alloc());
        plain.belongsTo(caller.account());
        Refusal why = Gzip.unpack(body, plain);
        if (why == null) {
            return toPlain(work, caller, plain.take());
        }
        plain.release();
        return new RefusedAnswer(reply, why);
    }

    private Answering toPlain(Work.Serve work, Principal caller, HeldBody body) {
        return switch (work.endpoint().target()) {
            case Target.Inference inference ->
                once(new InferenceAnswer(
                        parts.inference(), reply, caller, inference.operation(), work.model(), body, arrivedNanos));
            case Target.Relayed relayed ->
                new RelayedAnswer(
                        parts.relay(),
                        relayed(relayed, work, caller, body.bytes().readableBytes()),
                        reply,
                        body,
                        RelayedAnswer.WHOLE);
            case Target.Own own -> throw new IllegalStateException(own + " is open to all");
        };
    }

    /** With an Idempotency-Key it is made once. */
    private Answering once(InferenceAnswer answer) {
        if (!request.headers().contains(IDEMPOTENCY_KEY)) {
            return answer;
        }
        try {
            IdempotencyKey key = IdempotencyKey.of(
                            answer.caller().account(), request.headers().getAll(IDEMPOTENCY_KEY))
                    .orElseThrow();
            return new OnceAnswer(
                    parts.loop(), answer, parts.idempotency().request(key, answer.asked()), parts.idempotency());
        } catch (ProblemException e) {
            answer.body().release();
            return new RefusedAnswer(reply, Refusal.of(e));
        }
    }

    /** What a HEAD is told is what a GET would be. */
    private RelayedRequest relayed(Target.Relayed target, Work.Serve work, Principal caller, long bodyBytes) {
        return new RelayedRequest(
                target.service(),
                request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method(),
                work.target(),
                request.headers(),
                bodyBytes,
                caller.caller(parts.routes().isSuspended(caller.account())),
                parts.authenticator().addressOf(request.headers(), (InetSocketAddress)
                        reply.channel().remoteAddress()),
                reply.requestId(),
                parts.spans().areOn() ? reply.span() : Span.getInvalid());
    }
}
