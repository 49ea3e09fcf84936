package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.Prompt;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One prompt of a completion: a text, or the ids of its tokens; either may stand in an array by itself. */
final class TextPrompt {
    private TextPrompt() {}

    /**
     * @param vocabulary the model's number of tokens, 0 = not known
     * @throws EngineRefusal naming the token that is none of the model's
     */
    static Prompt of(JsonNode sent, int vocabulary) {
        JsonNode prompt = sent.size() == 1 && !sent.path(0).isNumber() ? sent.path(0) : sent;
        if (!prompt.isTextual() && !prompt.isArray()) {
            throw EngineRefusal.invalid(
                    "prompt", "prompt must be a string or an array of token ids, or an array of one of them");
        }
        if (prompt.isTextual() ? prompt.textValue().isEmpty() : prompt.isEmpty()) {
            throw EngineRefusal.invalid("prompt", "prompt must not be empty");
        }
        return prompt.isTextual() ? new Prompt.Text(prompt.textValue()) : new Prompt.Tokens(ids(prompt, vocabulary));
    }

    private static List<Integer> ids(JsonNode prompt, int vocabulary) {
        int most = vocabulary == 0 ? Integer.MAX_VALUE : vocabulary - 1;
        List<Integer> ids = new ArrayList<>(prompt.size());
        for (int i = 0; i < prompt.size(); i++) {
            JsonNode id = prompt.get(i);
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() > most) {
                String path = "prompt[" + i + "]";
                throw EngineRefusal.invalid(path, path + " must be the id of a token, 0 to " + most);
            }
            ids.add(id.intValue());
        }
        return ids;
    }
}
