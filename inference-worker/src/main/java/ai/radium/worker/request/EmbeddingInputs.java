package ai.radium.worker.request;

import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's {@code input} of embeddings: a text, texts, token ids, or lists of token ids. */
public final class EmbeddingInputs {
    private static final String INPUT = "input";
    private static final int MOST = 2048;

    private EmbeddingInputs() {}

    /**
     * @param vocabulary the model's number of tokens, 0 = not known
     * @throws EngineRefusal naming the entry that is wrong
     */
    public static List<EmbeddingInput> of(EmbedRequest request, int vocabulary) {
        JsonNode input = Json.optional(request.getInput(), INPUT)
                .orElseThrow(() -> EngineRefusal.invalid(INPUT, "input is required"));
        if (input.isArray() && !input.path(0).isNumber()) {
            return entries(input, vocabulary);
        }
        return List.of(entry(INPUT, input, vocabulary));
    }

    private static List<EmbeddingInput> entries(JsonNode array, int vocabulary) {
        if (array.isEmpty() || array.size() > MOST) {
            throw EngineRefusal.invalid(
                    INPUT, "input must have 1 to " + MOST + " entries, has " + array.size() + ": send it in parts");
        }
        List<EmbeddingInput> entries = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            entries.add(entry(INPUT + "[" + i + "]", array.get(i), vocabulary));
        }
        return entries;
    }

    private static EmbeddingInput entry(String param, JsonNode value, int vocabulary) {
        if (value.isTextual() ? value.textValue().isEmpty() : value.isArray() && value.isEmpty()) {
            throw EngineRefusal.invalid(param, param + " must not be empty");
        }
        if (!value.isTextual() && !value.isArray()) {
            throw EngineRefusal.invalid(param, param + " must be a string or an array of token ids");
        }
        int last = vocabulary > 0 ? vocabulary - 1 : Integer.MAX_VALUE;
        for (int i = 0; i < value.size(); i++) {
            JsonNode id = value.get(i);
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() > last) {
                throw EngineRefusal.invalid(
                        param, param + "[" + i + "] must be a token id, a whole number from 0 to " + last);
            }
        }
        return new EmbeddingInput(param, value);
    }
}
