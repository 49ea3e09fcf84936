package ai.radium.gateway.http;

import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.inference.LoopInference;
import ai.radium.gateway.inference.Operation;
import ai.radium.gateway.reply.Reply;
import ai.radium.kit.idempotency.IdempotencyKey;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * An answer of a worker; what it holds once it has begun is the inference's own.
 *
 * @param model that the path names; empty = none
 */
record InferenceAnswer(
        LoopInference inference,
        Reply reply,
        Principal caller,
        Operation operation,
        String model,
        HeldBody body,
        long arrivedNanos)
        implements Answering {
    /** What makes it another request than others, hashed. */
    byte[] asked() {
        return IdempotencyKey.sha256(
                (operation.name() + "\n" + model + "\n").getBytes(StandardCharsets.UTF_8),
                ByteBufUtil.getBytes(body.bytes()));
    }

    @Override
    public void begin() {
        inference.answer(reply, caller, operation, model.isEmpty() ? null : model, body, arrivedNanos);
    }

    @Override
    public void clientWritable(boolean more) {
        if (more) {
            reply.writable();
        }
    }

    @Override
    public void release() {
        // the inference has taken over the body
    }
}
