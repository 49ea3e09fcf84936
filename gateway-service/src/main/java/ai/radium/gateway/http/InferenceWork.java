package ai.radium.gateway.http;

import ai.radium.gateway.body.GatheredBody;
import ai.radium.gateway.identity.Permission;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.inference.LoopInference;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/** Gathers the body of an inference request, usually one buffer, and answers it. */
final class InferenceWork implements Work {
    private final LoopInference inference;
    private final Target.Inference target;
    private final Reply reply;
    private final GatheredBody body;
    private final long arrivedNanos;

    InferenceWork(LoopInference inference, Target.Inference target, Reply reply, GatheredBody body, long arrivedNanos) {
        this.inference = inference;
        this.target = target;
        this.reply = reply;
        this.body = body;
        this.arrivedNanos = arrivedNanos;
    }

    @Override
    public @Nullable Refusal refusal(HttpRequest request) {
        return request.method().equals(HttpMethod.POST)
                ? body.announced(HttpUtil.getContentLength(request, 0L))
                : GatewayProblem.METHOD_NOT_ALLOWED.because("Only POST is offered here");
    }

    @Override
    public Permission permission() {
        return Permission.INFER;
    }

    @Override
    public @Nullable Refusal callerIs(Principal caller) {
        return body.belongsTo(caller.account());
    }

    @Override
    public @Nullable Refusal body(ByteBuf part, boolean last) {
        return body.add(part, last);
    }

    @Override
    public void admitted(Principal caller) {
        inference.answer(reply, caller, target.operation(), target.model(), body.take(), arrivedNanos);
    }

    @Override
    public void clientWritable(boolean more) {
        if (more) {
            reply.writable();
        }
    }

    @Override
    public void release() {
        body.release();
    }
}
