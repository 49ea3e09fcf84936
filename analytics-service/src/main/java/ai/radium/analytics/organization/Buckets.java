package ai.radium.analytics.organization;

import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one page, at whole multiples of their width in UTC, all in seconds since 1970.
 *
 * @param first start of the page's first bucket
 * @param end of its last one, exclusive
 * @param nextPage cursor of the page after it; null when this is the last
 */
record Buckets(
        BucketWidth width, long first, long end, @Nullable String nextPage) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,12}");

    /** The last second of the year 9999. */
    private static final long LATEST = 253_402_300_799L;

    private static final String CURSOR = "page_";

    /**
     * What was asked for, or the page of it that the cursor names.
     *
     * @throws ProblemException INVALID_REQUEST naming the parameter that is missing or not valid
     */
    static Buckets of(BucketWidth width, OrganizationQuery query, Instant now) {
        if (query.startTime == null) {
            throw refused("start_time", "start_time is required: seconds since 1970");
        }
        long start = seconds(query.startTime, "start_time");
        long end = query.endTime == null ? now.getEpochSecond() : seconds(query.endTime, "end_time");
        if (end <= start) {
            throw query.endTime == null
                    ? refused("start_time", "start_time must be before now")
                    : refused("end_time", "end_time must be after start_time");
        }
        long length = width.seconds();
        long limit = query.limit == null
                ? width.usual()
                : Page.ofFile(query.limit, null, width.most()).limit();
        long first =
                query.page == null ? start - start % length : cursor(query.page, start - start % length, end, length);
        long wholeEnd = Math.ceilDiv(end, length) * length;
        long pageEnd = Math.min(wholeEnd, first + limit * length);
        return new Buckets(width, first, pageEnd, pageEnd < wholeEnd ? CURSOR + Long.toString(pageEnd, 36) : null);
    }

    private static long cursor(String page, long start, long end, long length) {
        long first = -1;
        if (page.matches(CURSOR + "[0-9a-z]{1,8}")) {
            first = Long.parseLong(page.substring(CURSOR.length()), 36);
        }
        if (first < start || first >= end || first % length != 0) {
            throw refused("page", "page must be the next_page of a reply to the same question");
        }
        return first;
    }

    private static long seconds(String text, String parameter) {
        if (!DIGITS.matcher(text).matches() || Long.parseLong(text) > LATEST) {
            throw refused(parameter, parameter + " must be seconds since 1970, from 0 to " + LATEST);
        }
        return Long.parseLong(text);
    }

    LongStream starts() {
        return LongStream.iterate(first, start -> start < end, start -> start + width.seconds());
    }

    private static ProblemException refused(String parameter, String detail) {
        return new ProblemException(CommonProblem.INVALID_REQUEST, detail, parameter);
    }
}
