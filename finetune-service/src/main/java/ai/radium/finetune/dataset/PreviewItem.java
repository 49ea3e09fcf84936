package ai.radium.finetune.dataset;

import ai.radium.finetune.examples.Example;
import ai.radium.finetune.examples.Line;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One example of a dataset: either messages, or prompt and completion. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PreviewItem(
        long line,
        @Nullable List<Message> messages,
        @Nullable String prompt,
        @Nullable String completion) {
    record Message(String role, String content) {}

    static PreviewItem of(Line.Good line) {
        return switch (line.example()) {
            case Example.Chat chat ->
                new PreviewItem(
                        line.number(),
                        chat.turns().stream()
                                .map(turn -> new Message(turn.role().name().toLowerCase(Locale.ROOT), turn.content()))
                                .toList(),
                        null,
                        null);
            case Example.Pair pair -> new PreviewItem(line.number(), null, pair.prompt(), pair.completion());
        };
    }

    /** @param words in small letters */
    static boolean holds(Example example, String words) {
        return switch (example) {
            case Example.Chat chat -> chat.turns().stream().anyMatch(turn -> holds(turn.content(), words));
            case Example.Pair pair -> holds(pair.prompt(), words) || holds(pair.completion(), words);
        };
    }

    private static boolean holds(String text, String words) {
        return text.toLowerCase(Locale.ROOT).contains(words);
    }
}
