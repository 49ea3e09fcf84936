package ai.radium.analytics;

import ai.radium.kit.testing.Hostile;
import ai.radium.kit.testing.HostileRequests;
import ai.radium.kit.testing.HostileRoutes;
import ai.radium.kit.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AnalyticsStack.class)
class HostileRequestsTest {
    @Test
    void answersEveryParameterWithAReportOrAProblem() {
        requests()
                .readAll(Hostile.targets(
                        "/analytics", List.of("timeframe", "from", "to", "metric", "groupBy", "format")));
        requests().readAll(Hostile.targets("/analytics/usage", List.of("from", "to")));
        requests().readAll(Hostile.targets("/analytics/costs", List.of("from", "groupBy")));
        requests().readAll(Hostile.targets("/analytics/performance", List.of("from", "metric")));
    }

    @Test
    void answersEveryYear() {
        requests()
                .readAll(Stream.of(
                                "0001-01-01", "1969-12-31", "9999-12-31", "0000-12-31", "10000-01-01", "%2B10000-01-01")
                        .flatMap(day -> Stream.of(
                                "/analytics/usage" + "?from=" + day,
                                "/analytics/usage" + "?from=2026-11-25&to=" + day)));
    }

    @Test
    void answersEveryRouteWhateverItIsAsked() {
        try (Outside outside = new Outside()) {
            RawHttp account = outside.raw("acct_hostile");
            new HostileRoutes(account, account, Map.of()).askAll();
        }
    }

    @Test
    void writesJsonWhateverAcceptSays() {
        requests().acceptAnything("/analytics/usage");
    }

    @Test
    void refusesWhatItHasNoUseFor() {
        requests().refuseTheRest("/analytics");
    }

    private static HostileRequests requests() {
        try (Outside outside = new Outside()) {
            return new HostileRequests(outside.raw("acct_hostile"));
        }
    }
}
