package ai.radium.finetune.examples;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What reading a whole file found.
 *
 * @param invalidLines all that are left out; the first {@value #MOST_REASONS} have a reason
 * @param duplicateLines good lines that stood in the file before; they are examples all the same
 * @param duplicatesExact false when the file has more different lines than are compared, so that there may be more
 * @param characters of an example, in Unicode code points
 * @param marks where it can be read from, in their order; none of a format that is read from its beginning only
 * @param turns by the role's name in small letters; a prompt is a user's, a completion an assistant's
 */
public record Findings(
        long exampleCount,
        long invalidLines,
        List<Reason> reasons,
        long duplicateLines,
        boolean duplicatesExact,
        Spread characters,
        Map<String, Long> turns,
        List<Mark> marks) {
    public static final int MOST_REASONS = 100;

    public Findings {
        reasons = List.copyOf(reasons);
        turns = Map.copyOf(turns);
        marks = List.copyOf(marks);
    }

    /**
     * A place in the file.
     *
     * @param examples before it
     * @param lines before it
     * @param bytes before it
     */
    public record Mark(long examples, long lines, long bytes) {}

    /** The last mark with no more than so many examples before it. */
    public Optional<Mark> markBefore(long examples) {
        return marks.reversed().stream()
                .filter(mark -> mark.examples() <= examples)
                .findFirst();
    }

    /** Why a line is left out. */
    public record Reason(long line, String reason) {}

    /** @param total of all examples; mean = total / exampleCount */
    public record Spread(long min, long max, long total) {}
}
