package ai.radium.analytics;

import static ai.radium.kit.testing.ServiceDatabase.change;
import static ai.radium.kit.testing.ServiceDatabase.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@link Noon} is now. */
@QuarkusTest
@WithTestResource(AnalyticsStack.class)
class KeptFiguresTest {
    private final String account = Ids.next("acct");

    @Test
    void forgetsMinutesFailuresAndCountedIdsBeforeHoursAndHoursBeforeDays() {
        rollup("MINUTE", "2026-10-16T12:00:00Z");
        rollup("MINUTE", "2026-10-17T12:00:00Z");
        rollup("HOUR", "2025-10-20T12:00:00Z");
        rollup("HOUR", "2025-10-22T12:00:00Z");
        rollup("DAY", "2023-11-21T00:00:00Z");
        rollup("DAY", "2023-11-23T00:00:00Z");
        change("insert into failed_request values ('" + account + "old', '" + account
                + "', '2025-10-20T12:00:00Z', 'm', 'd', null, 'r', 503, 'X')");
        change("insert into failed_request values ('" + account + "young', '" + account
                + "', '2025-10-22T12:00:00Z', 'm', 'd', null, 'r', 503, 'X')");
        change("insert into counted_record values ('2026-10-15', 'USAGE', '" + account + "old')");
        change("insert into counted_record values ('2026-10-17', 'USAGE', '" + account + "young')");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> count("rollup where account = '" + account + "'") == 3
                        && count("failed_request where account = '" + account + "'") == 1
                        && count("counted_record where id like '" + account + "%'") == 1);

        assertThat(count("rollup where account = '" + account + "' and start = '2026-10-17T12:00:00Z'"))
                .isEqualTo(1);
        assertThat(count("rollup where account = '" + account + "' and start = '2025-10-22T12:00:00Z'"))
                .isEqualTo(1);
        assertThat(count("rollup where account = '" + account + "' and start = '2023-11-23T00:00:00Z'"))
                .isEqualTo(1);
        assertThat(count("failed_request where usage_id = '" + account + "young'"))
                .isEqualTo(1);
        assertThat(count("counted_record where id = '" + account + "young'")).isEqualTo(1);
    }

    private void rollup(String grain, String start) {
        change("insert into rollup values ('" + account + "', '" + grain + "', '" + start
                + "', 'm', 'd', '', 1, 0, 1, 1, 0, 1, 1, 1, 1, null, null)");
    }

    private static int count(String of) {
        return Integer.parseInt(query("select count(*) from " + of).getFirst());
    }
}
