package ai.radium.kit.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a call named, as the log may keep it for ever. A service's bodies hold no secrets where that can be helped; what
 * looks like one is hidden all the same, by the member's name or by the text's shape.
 */
final class Change {
    static final String HIDDEN = "(hidden)";

    /** Characters; a longer change is its members' names. A record of Kafka has 1 MiB. */
    static final int LONGEST = 32_768;

    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(secret|password|passphrase|credential|authorization|cvc|cvv|iban).*"
                    + "|.*(token|apikey|privatekey|cardnumber)|card|key|number",
            Pattern.CASE_INSENSITIVE);

    /** Our keys and secrets of webhooks, tokens of Keycloak, card numbers. */
    private static final Pattern SECRET_TEXT = Pattern.compile(
            "(sk-|whsec_)[A-Za-z0-9._+/=-]{12,}|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*|\\b\\d([ -]?\\d){12,18}\\b");

    private Change() {}

    /** The JSON object as text without blanks; empty for a call without a body. */
    static String of(JsonNode body) {
        JsonNode kept = body.isObject() ? withoutSecrets(body) : JsonNodeFactory.instance.objectNode();
        String text = kept.toString();
        return text.length() <= LONGEST ? text : names(kept).toString();
    }

    private static JsonNode withoutSecrets(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode kept = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    boolean isSecret = SECRET_NAME.matcher(member.getKey()).matches()
                            && !member.getValue().isNull();
                    kept.set(member.getKey(), isSecret ? TextNode.valueOf(HIDDEN) : withoutSecrets(member.getValue()));
                }
                yield kept;
            }
            case ArrayNode list -> {
                ArrayNode kept = JsonNodeFactory.instance.arrayNode();
                list.forEach(entry -> kept.add(withoutSecrets(entry)));
                yield kept;
            }
            case TextNode text ->
                TextNode.valueOf(SECRET_TEXT.matcher(text.textValue()).replaceAll(HIDDEN));
            default -> value;
        };
    }

    private static ObjectNode names(JsonNode object) {
        ObjectNode cut = JsonNodeFactory.instance.objectNode();
        ArrayNode names = cut.putArray("changed");
        for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return cut;
    }
}
