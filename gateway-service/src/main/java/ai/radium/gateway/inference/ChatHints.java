package ai.radium.gateway.inference;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a chat may ask for that models here do anyway, or have nothing of; a completion has none of it. */
final class ChatHints {
    private static final Map<Field, Set<String>> WORDS = Map.of(
            Field.REASONING_EFFORT, Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max"),
            Field.VERBOSITY, Set.of("low", "medium", "high"));

    private static final List<Field> OF_CHATS_ALONE =
            List.of(Field.MODALITIES, Field.REASONING_EFFORT, Field.VERBOSITY, Field.FUNCTIONS, Field.FUNCTION_CALL);

    private ChatHints() {}

    /** @throws RefusedBody naming the field that cannot be honoured */
    static void check(GivenFields fields) {
        WORDS.forEach((field, words) -> {
            if (fields.has(field) && !words.contains(fields.span(field).word())) {
                throw RefusedBody.at(
                        field.word(),
                        field.word() + " must be one of "
                                + String.join(", ", words.stream().sorted().toList()));
            }
        });
        if (fields.has(Field.MODALITIES)) {
            modalities(fields);
        }
    }

    private static void modalities(GivenFields fields) {
        boolean[] text = {false, true}; // whether there is any, whether all are
        if (fields.span(Field.MODALITIES).isArray()) {
            JsonWalk walk = new JsonWalk(fields.bytes());
            walk.elements(fields.start(Field.MODALITIES), (i, start) -> {
                int end = walk.skip(start);
                text[0] = true;
                text[1] &= new JsonSpan(fields.bytes(), start, end).word().equals("text");
                return end;
            });
        }
        if (!text[0] || !text[1]) {
            throw RefusedBody.at(
                    Field.MODALITIES.word(), "modalities can only be [\"text\"]: models here say nothing else");
        }
    }

    /** @throws RefusedBody naming the field that completions do not have */
    static void refuse(GivenFields fields) {
        for (Field field : OF_CHATS_ALONE) {
            if (fields.has(field)) {
                throw RefusedBody.elsewhere(field.word());
            }
        }
    }
}
