package ai.radium.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The four keywords that bound a number. */
final class Bounds {
    private Bounds() {}

    static NumberRange read(JsonNode schema, Place place) {
        BigDecimal least = bound(schema, "minimum", place);
        BigDecimal above = bound(schema, "exclusiveMinimum", place);
        BigDecimal most = bound(schema, "maximum", place);
        BigDecimal below = bound(schema, "exclusiveMaximum", place);
        boolean leastExcluded = above != null && (least == null || above.compareTo(least) >= 0);
        boolean mostExcluded = below != null && (most == null || below.compareTo(most) <= 0);
        return new NumberRange(leastExcluded ? above : least, leastExcluded, mostExcluded ? below : most, mostExcluded);
    }

    private static @Nullable BigDecimal bound(JsonNode schema, String keyword, Place place) {
        if (!schema.has(keyword)) {
            return null;
        }
        JsonNode bound = schema.get(keyword);
        if (!bound.isNumber() || bound.decimalValue().abs().compareTo(NumberRange.FARTHEST) > 0) {
            throw place.refusal("has a " + keyword + " that is not a number of at most fifteen digits");
        }
        return bound.decimalValue();
    }

    /** A count of characters or items; {@code otherwise} when absent. */
    static int count(JsonNode schema, String keyword, int otherwise, Place place) {
        if (!schema.has(keyword)) {
            return otherwise;
        }
        JsonNode count = schema.get(keyword);
        if (!count.canConvertToExactIntegral() || count.doubleValue() < 0 || count.doubleValue() > MOST_REPETITIONS) {
            throw place.refusal("has a " + keyword + " that is not a whole number from 0 to " + MOST_REPETITIONS);
        }
        return count.intValue();
    }

    /** llama.cpp v0.5.0 takes a larger one for no bound at all, without a word (llama-grammar.cpp). */
    static final int MOST_REPETITIONS = 2000;
}
