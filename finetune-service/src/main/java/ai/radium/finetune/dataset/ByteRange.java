package ai.radium.finetune.dataset;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.kit.problem.ProblemException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file (RFC 9110, section 14).
 *
 * @param last byte, included
 */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /**
     * Empty for the whole file: without a header, and for whatever is not one range of bytes.
     *
     * @throws ProblemException RANGE_NOT_SATISFIABLE when the file does not reach as far as that
     */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher range = ONE.matcher(header == null ? "" : header.strip());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            long length = Math.min(size, Long.parseLong(range.group(2)));
            return Optional.of(within(size - length, size - 1, size));
        }
        long first = Long.parseLong(range.group(1));
        if (range.group(2).isEmpty()) {
            return Optional.of(within(first, size - 1, size));
        }
        long last = Long.parseLong(range.group(2));
        return last < first ? Optional.empty() : Optional.of(within(first, Math.min(last, size - 1), size));
    }

    private static ByteRange within(long first, long last, long size) {
        if (first > last) {
            throw new ProblemException(
                    FinetuneProblem.RANGE_NOT_SATISFIABLE,
                    "The file has %,d bytes".formatted(size),
                    "Range",
                    Map.of("sizeBytes", size));
        }
        return new ByteRange(first, last);
    }

    long length() {
        return last - first + 1;
    }

    /** The header's value. */
    String of(long size) {
        return "bytes %d-%d/%d".formatted(first, last, size);
    }
}
