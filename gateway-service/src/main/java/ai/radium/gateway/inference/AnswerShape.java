package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Which of OpenAI's shapes an answer has.
 *
 * @param isChat else a text
 * @param callsFunctions whether a call of a tool is told as a {@code function_call}
 */
record AnswerShape(boolean isChat, boolean callsFunctions, Choices choices) {
    /** What that choice begins with, one JSON string; null = nothing. */
    @Nullable
    ByteBuf echo(int choice) {
        return choices.echo() ? choices.prompts().get(choice / choices.each()) : null;
    }

    String reason(String reason) {
        return callsFunctions ? OlderWords.reason(reason) : reason;
    }
}
