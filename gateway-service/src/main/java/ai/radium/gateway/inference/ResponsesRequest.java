package ai.radium.gateway.inference;

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
        implements TranslatedRequest {
    /** The same with fewer tokens in its answer. */
    ResponsesRequest atMost(int tokens) {
        return new ResponsesRequest(chat.atMost(tokens), bytes, echo, names, warning);
    }
}
