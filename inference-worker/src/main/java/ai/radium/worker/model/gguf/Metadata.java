package ai.radium.worker.model.gguf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The entries that say what a model is; vocabularies and the like are passed over, but for word pieces. */
final class Metadata {
    private static final int MOST_ENTRIES = 10_000;
    private static final int LONGEST_KEY = 256;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int LONGEST_LIST = 4_096;
    private static final long MOST_ELEMENTS = 16L << 20;
    private static final Set<String> KEPT_TEXTS = Set.of(
            "general.architecture",
            "general.name",
            "general.license",
            "tokenizer.ggml.model",
            "tokenizer.chat_template");

    private static final int FLOAT32 = 6;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int FLOAT64 = 12;

    /** Bytes of the types 0 to 12; strings and arrays say themselves how long they are. */
    private static final int[] SIZES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private static final String TOKENS = "tokenizer.ggml.tokens";

    /** Word pieces; multilingual BERT has 119,547 of 1.2 MB together. */
    private static final int MOST_PIECES = 1 << 18;

    private static final int LONGEST_PIECE = 1 << 10;
    private static final long MOST_PIECE_BYTES = 4L << 20;

    private OptionalInt longestToken = OptionalInt.empty();
    private final List<String> wordPieces = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<Long>> numbers = new HashMap<>();

    static Metadata read(GgufInput in, long entries) throws IOException {
        if (entries > MOST_ENTRIES) {
            throw new UnreadableModel("it claims " + entries + " entries of metadata, more than " + MOST_ENTRIES);
        }
        Metadata metadata = new Metadata();
        Set<String> keys = new HashSet<>();
        for (long i = 0; i < entries; i++) {
            String key = in.text("a key", LONGEST_KEY);
            if (!keys.add(key)) {
                throw new UnreadableModel("it says " + key + " twice");
            }
            metadata.readValue(in, key, in.int32());
        }
        return metadata;
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(texts.get(key)).filter(text -> !text.isBlank());
    }

    /** Bytes as they are stored, which are never fewer than those that the token stands for. */
    OptionalInt longestToken() {
        return longestToken;
    }

    /** By id; none of a vocabulary of another kind. */
    List<String> wordPieces() {
        return wordPieces;
    }

    /** The number, or the largest of a list of them; never negative. */
    Optional<Long> number(String key) {
        return numbers(key).stream().max(Long::compare).filter(number -> number >= 0);
    }

    List<Long> numbers(String key) {
        return numbers.getOrDefault(key, List.of());
    }

    private void readValue(GgufInput in, String key, int type) throws IOException {
        switch (type) {
            case STRING -> {
                if (KEPT_TEXTS.contains(key)) {
                    texts.put(key, in.text(key, LONGEST_TEXT));
                } else {
                    skipText(in);
                }
            }
            case ARRAY -> readArray(in, key);
            case FLOAT32, FLOAT64 -> in.skip(size(key, type));
            default -> numbers.put(key, List.of(in.littleEndian(size(key, type))));
        }
    }

    private void readArray(GgufInput in, String key) throws IOException {
        int type = in.int32();
        long length = in.count("elements of " + key, MOST_ELEMENTS);
        if (type == ARRAY) {
            throw new UnreadableModel(key + " is a list of lists");
        }
        if (type == STRING) {
            if (key.equals(TOKENS)
                    && texts.getOrDefault("tokenizer.ggml.model", "").equals(WordVocabulary.KIND)) {
                readWordPieces(in, length);
                return;
            }
            long longest = 0;
            for (long i = 0; i < length; i++) {
                longest = Math.max(longest, skipText(in));
            }
            if (key.equals(TOKENS)) {
                longestToken = OptionalInt.of(Math.clamp(longest, 1, Integer.MAX_VALUE));
            }
            return;
        }
        int size = size(key, type);
        if (length > LONGEST_LIST || type == FLOAT32 || type == FLOAT64) {
            in.skip(length * size);
            return;
        }
        List<Long> values = new ArrayList<>();
        for (long i = 0; i < length; i++) {
            values.add(in.littleEndian(size));
        }
        numbers.put(key, List.copyOf(values));
    }

    private void readWordPieces(GgufInput in, long length) throws IOException {
        if (length > MOST_PIECES) {
            throw new UnreadableModel("it claims " + length + " word pieces, more than " + MOST_PIECES);
        }
        long begin = in.position();
        for (long i = 0; i < length; i++) {
            wordPieces.add(in.text("a word piece", LONGEST_PIECE));
            if (in.position() - begin > MOST_PIECE_BYTES + 8 * length) {
                throw new UnreadableModel("its word pieces have more than " + MOST_PIECE_BYTES + " bytes");
            }
        }
    }

    /** Its bytes. */
    private static long skipText(GgufInput in) throws IOException {
        long bytes = in.int64();
        in.skip(bytes);
        return bytes;
    }

    private static int size(String key, int type) throws UnreadableModel {
        if (type < 0 || type >= SIZES.length) {
            throw new UnreadableModel(key + " is of an unknown type " + type);
        }
        return SIZES[type];
    }
}
