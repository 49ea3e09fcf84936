package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * How many answers one call has: choice {@code i} goes on with prompt {@code i / each}.
 *
 * @param each of each prompt
 * @param prompts views of the body, one JSON value each; none where there is one, which the request's parts hold
 * @param echo whether a choice begins with its prompt, which is a text then
 */
record Choices(int each, List<ByteBuf> prompts, boolean echo) {
    static final Choices ONE = new Choices(1, List.of(), false);

    Choices {
        prompts = List.copyOf(prompts);
    }

    int count() {
        return each * Math.max(1, prompts.size());
    }

    /** Whether it takes no more than one generation as it comes. */
    boolean isPlain() {
        return count() == 1 && !echo;
    }

    /** What that choice goes on with. */
    ByteBuf input(int choice, GenerationRequest request) {
        return prompts.isEmpty() ? request.parts().input() : prompts.get(choice / each);
    }
}
