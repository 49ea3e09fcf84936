package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;

/**
 * A message of Anthropic's shape, or the question how many tokens it would have.
 *
 * @param names what the caller calls the parts of the chat
 * @param showsThinking whether what the model thinks is part of the answer
 * @param warning a header line for the caller, or nothing
 */
record MessagesRequest(GenerationRequest chat, ByteBuf bytes, MessageNames names, boolean showsThinking, String warning)
        implements TranslatedRequest {}
