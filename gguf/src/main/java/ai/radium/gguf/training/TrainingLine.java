package ai.radium.gguf.training;

import ai.radium.gguf.chat.ChatMessage;
import java.util.List;

/** A line of a dataset. */
public sealed interface TrainingLine {
    /** Its assistant's turns are learnt. */
    record Chat(List<ChatMessage> messages) implements TrainingLine {
        public Chat {
            messages = List.copyOf(messages);
        }
    }

    /**
     * The completion is learnt. Of a model with a chat template it is the answer to the prompt as a user's turn, for so the model is
     * asked; of a base model it is the text that follows.
     */
    record Completion(String prompt, String completion) implements TrainingLine {}
}
