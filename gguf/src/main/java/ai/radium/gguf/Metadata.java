package ai.radium.gguf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A file's entries: only those that say what a model is, without vocabularies but for word pieces, or all of them. */
public final class Metadata {
    private static final int MOST_ENTRIES = 10_000;
    private static final int LONGEST_KEY = 256;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int LONGEST_LIST = 4_096;
    private static final long MOST_ELEMENTS = 16L << 20;

    /** In one list that is kept; the longest known ones are 515,000 merges. */
    private static final long MOST_KEPT = 2L << 20;

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

    private final boolean isWhole;
    private OptionalInt longestToken = OptionalInt.empty();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<String>> textLists = new HashMap<>();
    private final Map<String, List<Long>> numbers = new HashMap<>();
    private final Map<String, float[]> reals = new HashMap<>();

    private Metadata(boolean isWhole) {
        this.isWhole = isWhole;
    }

    /** What says what a model is. */
    static Metadata summary(GgufInput in, long entries) throws IOException {
        return read(in, entries, false);
    }

    /** All entries. */
    static Metadata whole(GgufInput in, long entries) throws IOException {
        return read(in, entries, true);
    }

    private static Metadata read(GgufInput in, long entries, boolean isWhole) throws IOException {
        if (entries > MOST_ENTRIES) {
            throw new UnreadableModel("it claims " + entries + " entries of metadata, more than " + MOST_ENTRIES);
        }
        Metadata metadata = new Metadata(isWhole);
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

    /** Nothing where it is blank. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(texts.get(key)).filter(text -> !text.isBlank());
    }

    /** A list of texts; empty where there is none. */
    public List<String> texts(String key) {
        return textLists.getOrDefault(key, List.of());
    }

    /** The number, or the largest of a list of them; never negative. */
    public Optional<Long> number(String key) {
        return numbers(key).stream().max(Long::compare).filter(number -> number >= 0);
    }

    /** One number, or a list of them, without signs; empty where there is none. */
    public List<Long> numbers(String key) {
        return numbers.getOrDefault(key, List.of());
    }

    /** One real number; never of a summary. */
    public Optional<Float> real(String key) {
        return Optional.ofNullable(reals.get(key))
                .filter(values -> values.length > 0)
                .map(values -> values[0]);
    }

    /** A list of real numbers; empty where there is none. */
    public float[] reals(String key) {
        return reals.getOrDefault(key, new float[0]).clone();
    }

    public Optional<Boolean> flag(String key) {
        return number(key).map(number -> number != 0);
    }

    /** Bytes as they are stored, which are never fewer than those that the token stands for. */
    OptionalInt longestToken() {
        return longestToken;
    }

    /** By id; none of a vocabulary of another kind. */
    List<String> wordPieces() {
        return isWordPieces() ? texts(TOKENS) : List.of();
    }

    private boolean isWordPieces() {
        return texts.getOrDefault("tokenizer.ggml.model", "").equals(WordVocabulary.KIND);
    }

    private void readValue(GgufInput in, String key, int type) throws IOException {
        switch (type) {
            case STRING -> {
                if (isWhole || KEPT_TEXTS.contains(key)) {
                    texts.put(key, in.text(key, LONGEST_TEXT));
                } else {
                    skipText(in);
                }
            }
            case ARRAY -> readArray(in, key);
            case FLOAT32 -> readReals(in, key, type, 1);
            case FLOAT64 -> in.skip(size(key, type));
            default -> numbers.put(key, List.of(in.littleEndian(size(key, type))));
        }
    }

    private void readArray(GgufInput in, String key) throws IOException {
        int type = in.int32();
        long length = in.count("elements of " + key, MOST_ELEMENTS);
        switch (type) {
            case ARRAY -> throw new UnreadableModel(key + " is a list of lists");
            case STRING -> readTexts(in, key, length);
            case FLOAT32, FLOAT64 -> readReals(in, key, type, length);
            default -> readNumbers(in, key, type, length);
        }
    }

    private void readTexts(GgufInput in, String key, long length) throws IOException {
        if (key.equals(TOKENS) && isWordPieces()) {
            readWordPieces(in, length);
        } else if (isWhole) {
            refuseMoreThanIsKept(key, length);
            List<String> values = new ArrayList<>();
            for (long i = 0; i < length; i++) {
                values.add(in.text("an element of " + key, LONGEST_TEXT));
            }
            textLists.put(key, List.copyOf(values));
        } else {
            long longest = 0;
            for (long i = 0; i < length; i++) {
                longest = Math.max(longest, skipText(in));
            }
            if (key.equals(TOKENS)) {
                longestToken = OptionalInt.of(Math.clamp(longest, 1, Integer.MAX_VALUE));
            }
        }
    }

    private void readReals(GgufInput in, String key, int type, long length) throws IOException {
        if (!isWhole || type != FLOAT32) {
            in.skip(length * size(key, type));
            return;
        }
        refuseMoreThanIsKept(key, length);
        float[] values = new float[(int) length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(in.int32());
        }
        reals.put(key, values);
    }

    private void readNumbers(GgufInput in, String key, int type, long length) throws IOException {
        int size = size(key, type);
        if (!isWhole && length > LONGEST_LIST) {
            in.skip(length * size);
            return;
        }
        refuseMoreThanIsKept(key, length);
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
        List<String> pieces = new ArrayList<>();
        long begin = in.position();
        for (long i = 0; i < length; i++) {
            pieces.add(in.text("a word piece", LONGEST_PIECE));
            if (in.position() - begin > MOST_PIECE_BYTES + 8 * length) {
                throw new UnreadableModel("its word pieces have more than " + MOST_PIECE_BYTES + " bytes");
            }
        }
        textLists.put(TOKENS, List.copyOf(pieces));
    }

    private static void refuseMoreThanIsKept(String key, long length) throws UnreadableModel {
        if (length > MOST_KEPT) {
            throw new UnreadableModel("it claims " + length + " elements of " + key + ", more than " + MOST_KEPT);
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
