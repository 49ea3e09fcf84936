package ai.radium.gateway.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of a request's body; what is not among them is refused, for a parameter is never ignored. */
enum Field {
    MODEL,
    MESSAGES,
    PROMPT,
    STREAM,
    STREAM_OPTIONS,
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS,
    TEMPERATURE,
    TOP_P,
    TOP_K,
    MIN_P,
    FREQUENCY_PENALTY,
    PRESENCE_PENALTY,
    SEED,
    LOGPROBS,
    TOP_LOGPROBS,
    STOP,
    TOOLS,
    TOOL_CHOICE,
    PARALLEL_TOOL_CALLS,
    RESPONSE_FORMAT,
    LOGIT_BIAS,
    INPUT,
    ENCODING_FORMAT,
    DIMENSIONS,
    N,
    BEST_OF,
    ECHO,
    FUNCTIONS,
    FUNCTION_CALL,
    MODALITIES,
    REASONING_EFFORT,
    VERBOSITY,
    // They change nothing in the answer: labels, hints for caches and for a provider's own books.
    USER(Label.TEXT),
    METADATA(Label.TEXTS),
    STORE(Label.FLAG),
    SERVICE_TIER(Label.TEXT),
    SAFETY_IDENTIFIER(Label.TEXT),
    PROMPT_CACHE_KEY(Label.TEXT),
    PROMPT_CACHE_RETENTION(Label.TEXT),
    CLIENT_METADATA(Label.OBJECT);

    /** What a label may be (OpenAI's API reference). */
    enum Label {
        TEXT("a string"),
        TEXTS("an object of strings"),
        FLAG("true or false"),
        OBJECT("an object");

        private final String words;

        Label(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** The fields that change nothing in the answer. */
    static final List<Field> LABELS =
            Arrays.stream(values()).filter(field -> field.label != null).toList();

    private static final Map<String, Field> BY_NAME = new TreeMap<>();
    private static final Field[][] BY_LENGTH = new Field[32][];

    static {
        for (Field field : values()) {
            BY_NAME.put(field.word, field);
        }
        for (int length = 0; length < BY_LENGTH.length; length++) {
            int wanted = length;
            BY_LENGTH[length] = BY_NAME.values().stream()
                    .filter(field -> field.word.length() == wanted)
                    .toArray(Field[]::new);
        }
    }

    private final String word = name().toLowerCase(Locale.ROOT);
    private final @Nullable Label label;

    Field() {
        this(null);
    }

    Field(@Nullable Label label) {
        this.label = label;
    }

    /** As in the body. */
    String word() {
        return word;
    }

    /** Of one of {@link #LABELS}. */
    Label label() {
        return Objects.requireNonNull(label);
    }

    static @Nullable Field named(String name) {
        return BY_NAME.get(name);
    }

    static @Nullable Field named(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length >= BY_LENGTH.length) {
            return null;
        }
        for (Field field : BY_LENGTH[length]) {
            if (field.is(bytes, start)) {
                return field;
            }
        }
        return null;
    }

    private boolean is(byte[] bytes, int start) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }
}
