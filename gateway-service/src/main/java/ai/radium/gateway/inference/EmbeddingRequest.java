package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;

/**
 * Texts to be embedded.
 *
 * @param input raw JSON, a view of the body, valid as long as it is; the worker checks it
 * @param dimensions 0 = the model's own
 * @param base64 whether vectors are wanted as text of bytes
 */
record EmbeddingRequest(String model, ByteBuf input, int dimensions, boolean base64) implements InferenceRequest {
    @Override
    public boolean stream() {
        return false;
    }
}
