package ai.radium.worker.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;

/** What the model is to continue. */
public sealed interface Prompt {
    /** The request field that it came from. */
    String param();

    /** Validated OpenAI messages; the engine applies the model's chat template. */
    record Chat(ArrayNode messages) implements Prompt {
        @Override
        public String param() {
            return "messages";
        }
    }

    /** Text as it is, no template. */
    record Text(String text) implements Prompt {
        @Override
        public String param() {
            return "prompt";
        }
    }
}
