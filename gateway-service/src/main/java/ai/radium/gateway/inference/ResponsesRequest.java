package ai.radium.gateway.inference;

import ai.radium.gateway.body.HeldBody;
import io.netty.buffer.ByteBuf;

/**
 * A response, as the chat that it becomes.
 *
 * @param chat its generation
 * @param bytes that the generation's parts are views of; not those of the request's body
 * @param echo members of the request that its reply repeats
 * @param names what the caller calls the parts of the chat
 * @param warning a header line for the caller, or nothing
 */
record ResponsesRequest(GenerationRequest chat, ByteBuf bytes, RequestEcho echo, ChatNames names, String warning)
        implements InferenceRequest {
    @Override
    public String model() {
        return chat.model();
    }

    @Override
    public boolean stream() {
        return chat.stream();
    }

    /** The request's own body is needed no more: its account answers for this one instead. */
    HeldBody inPlaceOf(HeldBody body) {
        body.bytes().release();
        return new HeldBody(bytes, body.memory(), body.account(), body.reserved());
    }
}
