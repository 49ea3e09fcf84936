package ai.radium.analytics.organization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

class BucketsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:30:30Z");

    @Property(tries = 300)
    void pagesAreAllThatWasAskedForOneAfterTheOther(
            @ForAll BucketWidth width,
            @ForAll @LongRange(min = 0, max = 3_000_000_000L) long start,
            @ForAll @LongRange(min = 1, max = 5_000_000) long length,
            @ForAll @IntRange(min = 1, max = 2_000) int limit) {
        long end = start + Math.min(length, 200 * width.seconds());
        OrganizationQuery query = query(Long.toString(start), Long.toString(end));
        query.limit = Integer.toString(limit);

        List<Long> starts = new ArrayList<>();
        Buckets page = Buckets.of(width, query, NOW);
        assertThat(page.starts().count()).isLessThanOrEqualTo(Math.min(limit, width.most()));
        page.starts().forEach(starts::add);
        while (page.nextPage() != null) {
            query.page = page.nextPage();
            page = Buckets.of(width, query, NOW);
            page.starts().forEach(starts::add);
        }

        long first = start - start % width.seconds();
        assertThat(starts)
                .isEqualTo(LongStream.iterate(first, each -> each < end, each -> each + width.seconds())
                        .boxed()
                        .toList());
    }

    @Example
    void aPageHasAWeekOfDaysADayOfHoursOrAnHourOfMinutesUnlessTold() {
        OrganizationQuery query = query("1700000000", null);

        assertThat(Buckets.of(BucketWidth.DAY, query, NOW).starts()).hasSize(7);
        assertThat(Buckets.of(BucketWidth.HOUR, query, NOW).starts()).hasSize(24);
        assertThat(Buckets.of(BucketWidth.MINUTE, query, NOW).starts()).hasSize(60);
    }

    @Example
    void refusesByNameWhatIsNoTimeOrPage() {
        assertThat(refused(query(null, null), null)).isEqualTo("start_time");
        assertThat(refused(query("2026-11-25", null), null)).isEqualTo("start_time");
        assertThat(refused(query("1795609830", null), null)).isEqualTo("start_time");
        assertThat(refused(query("253402300800", null), null)).isEqualTo("start_time");
        assertThat(refused(query("1700000000", "1700000000"), null)).isEqualTo("end_time");
        assertThat(refused(query("1700000000", "-1"), null)).isEqualTo("end_time");
        assertThat(refused(query("1700000000", null), "page_1")).isEqualTo("page");
        assertThat(refused(query("1700000000", null), "2")).isEqualTo("page");
        assertThat(refused(query("1700000000", null), "page_zzzzzzzz")).isEqualTo("page");
    }

    @Example
    void reachesToTheEndOfTheYearsThatItTakes() {
        Buckets last = Buckets.of(BucketWidth.MINUTE, query("253402300740", "253402300799"), NOW);

        assertThat(last.starts()).hasSize(1);
    }

    private static OrganizationQuery query(@Nullable String start, @Nullable String end) {
        OrganizationQuery query = new OrganizationQuery();
        query.startTime = start;
        query.endTime = end;
        return query;
    }

    private static @Nullable String refused(OrganizationQuery query, @Nullable String page) {
        query.page = page;
        try {
            Buckets.of(BucketWidth.DAY, query, NOW);
            return "nothing was refused";
        } catch (ProblemException refusal) {
            return refusal.param();
        }
    }
}
