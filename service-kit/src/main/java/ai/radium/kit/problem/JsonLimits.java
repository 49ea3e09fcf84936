package ai.radium.kit.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * How much JSON of a caller is read. The count of values bounds the heap: a tree takes up to a hundred times the bytes
 * of its text.
 */
final class JsonLimits {
    static final int LEVELS = 32;
    static final int VALUES = 20_000;
    static final int TEXT = 256 * 1024;
    static final int NAME = 1_024;
    static final int DIGITS = 100;

    static final String IN_WORDS = "%d levels, %,d values and names, texts of %,d characters, numbers of %d digits"
            .formatted(LEVELS, VALUES, TEXT, DIGITS);

    private JsonLimits() {}

    static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(LEVELS)
                        .maxTokenCount(VALUES)
                        .maxStringLength(TEXT)
                        .maxNameLength(NAME)
                        .maxNumberLength(DIGITS)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }
}
