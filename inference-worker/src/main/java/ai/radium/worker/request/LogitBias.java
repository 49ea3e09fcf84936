package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;

/** Token ids with what is added to their logits. */
final class LogitBias {
    private static final double MOST = 100;
    private static final Pattern TOKEN_ID = Pattern.compile("\\d{1,9}");

    private LogitBias() {}

    /** @param vocabulary the model's number of tokens, 0 = not known */
    static JsonNode validated(JsonNode biases, int vocabulary) {
        if (!biases.isObject()) {
            throw EngineRefusal.invalid("logit_bias", "logit_bias must be an object of token ids and numbers");
        }
        for (Map.Entry<String, JsonNode> bias : biases.properties()) {
            String path = "logit_bias." + bias.getKey();
            if (!TOKEN_ID.matcher(bias.getKey()).matches()) {
                throw EngineRefusal.invalid("logit_bias", path + " is not a token id");
            }
            if (vocabulary > 0 && Integer.parseInt(bias.getKey()) >= vocabulary) {
                throw EngineRefusal.invalid(
                        "logit_bias", path + " is no token of this model, whose ids end at " + (vocabulary - 1));
            }
            if (!bias.getValue().isNumber() || Math.abs(bias.getValue().doubleValue()) > MOST) {
                throw EngineRefusal.invalid("logit_bias", path + " must be a number between -100 and 100");
            }
        }
        return biases;
    }
}
