package ai.radium.finetune.examples;

import java.util.List;

/** What a model is taught by one line. */
public sealed interface Example {
    /** A conversation; what the assistant says in it is learnt. It says something at least once. */
    record Chat(List<Turn> turns) implements Example {
        public Chat {
            turns = List.copyOf(turns);
        }
    }

    /** A text and how it goes on; the completion, which is not empty, is learnt. */
    record Pair(String prompt, String completion) implements Example {}

    /** Unicode code points of all its texts. */
    default long characters() {
        return switch (this) {
            case Chat chat ->
                chat.turns().stream().mapToLong(turn -> count(turn.content())).sum();
            case Pair pair -> count(pair.prompt()) + count(pair.completion());
        };
    }

    private static long count(String text) {
        return text.codePointCount(0, text.length());
    }
}
