package ai.radium.gateway.inference;

import ai.radium.gateway.body.HeldBody;
import io.netty.buffer.ByteBuf;

/** A request of another shape, as the chat that it becomes. */
sealed interface TranslatedRequest extends InferenceRequest permits ResponsesRequest, MessagesRequest {
    /** Its generation. */
    GenerationRequest chat();

    /** That the generation's parts are views of; not those of the request's body. */
    ByteBuf bytes();

    @Override
    default String model() {
        return chat().model();
    }

    @Override
    default boolean stream() {
        return chat().stream();
    }

    /** The request's own body is needed no more: its account answers for this one instead. */
    default HeldBody inPlaceOf(HeldBody body) {
        body.bytes().release();
        return new HeldBody(bytes(), body.memory(), body.account(), body.reserved());
    }
}
