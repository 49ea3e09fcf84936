package ai.radium.worker.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

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

    /** A text as the ids of its tokens: the engine adds none of its own. */
    record Tokens(List<Integer> ids) implements Prompt {
        public Tokens {
            ids = List.copyOf(ids);
        }

        @Override
        public String param() {
            return "prompt";
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
