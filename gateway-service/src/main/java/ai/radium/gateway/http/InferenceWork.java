package ai.radium.gateway.http;

import ai.radium.gateway.identity.Permission;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.inference.LoopInference;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Gathers the body of an inference request, usually one buffer, and answers it. */
final class InferenceWork implements Work {
    /** Of a JSON body; larger ones get 413. */
    static final long MAX_BODY = 16L * 1024 * 1024;

    private final LoopInference inference;
    private final Target.Inference target;
    private final Reply reply;
    private final long arrivedNanos;
    private @Nullable ByteBuf body;
    private @Nullable Principal caller;
    private boolean complete;

    InferenceWork(LoopInference inference, Target.Inference target, Reply reply, long arrivedNanos) {
        this.inference = inference;
        this.target = target;
        this.reply = reply;
        this.arrivedNanos = arrivedNanos;
    }

    @Override
    public @Nullable Refusal refusal(HttpRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            return GatewayProblem.METHOD_NOT_ALLOWED.because("Only POST is offered here");
        }
        String length = request.headers().get("Content-Length");
        return length != null && (length.length() > 10 || Long.parseLong(length) > MAX_BODY) ? tooLarge() : null;
    }

    @Override
    public Permission permission() {
        return Permission.INFER;
    }

    @Override
    public void admitted(Principal principal) {
        caller = principal;
        answerIfReady();
    }

    @Override
    public @Nullable Refusal body(HttpContent part, boolean last) {
        ByteBuf content = part.content();
        ByteBuf gathered = body;
        if (gathered == null) {
            body = content;
        } else if (content.isReadable()) {
            if (gathered.readableBytes() + content.readableBytes() > MAX_BODY) {
                content.release();
                return tooLarge();
            }
            body = gathered.isWritable(content.readableBytes())
                    ? gathered.writeBytes(content)
                    : grown(gathered, content);
            content.release();
        } else {
            content.release();
        }
        complete |= last;
        answerIfReady();
        return null;
    }

    /** The parts are slices of read buffers: the first that does not fit moves all into one of its own. */
    private ByteBuf grown(ByteBuf gathered, ByteBuf content) {
        int size = Math.max(2 * gathered.readableBytes(), gathered.readableBytes() + content.readableBytes());
        ByteBuf larger =
                reply.channel().alloc().buffer(size).writeBytes(gathered).writeBytes(content);
        gathered.release();
        return larger;
    }

    @Override
    public void clientWritable(boolean more) {
        if (more) {
            reply.writable();
        }
    }

    @Override
    public void release() {
        if (body != null) {
            body.release();
            body = null;
        }
    }

    private void answerIfReady() {
        ByteBuf whole = body;
        Principal who = caller;
        if (complete && who != null && whole != null) {
            body = null;
            inference.answer(reply, who, target.operation(), target.model(), whole, arrivedNanos);
        }
    }

    private static Refusal tooLarge() {
        return GatewayProblem.PAYLOAD_TOO_LARGE.because("The body is larger than " + MAX_BODY / (1024 * 1024) + " MiB");
    }
}
