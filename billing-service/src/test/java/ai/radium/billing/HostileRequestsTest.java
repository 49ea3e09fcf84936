package ai.radium.billing;

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
@WithTestResource(BillingStack.class)
class HostileRequestsTest {
    @Test
    void answersEveryParameterWithAReportOrAProblem() {
        requests().readAll(Hostile.targets("/billing", List.of()));
        requests()
                .readAll(Hostile.targets(
                        "/billing/usage", List.of("deploymentId", "model", "from", "to", "format", "limit", "offset")));
        requests().readAll(Hostile.targets("/billing/credits", List.of("limit", "offset")));
    }

    @Test
    void answersEveryYear() {
        requests()
                .readAll(Stream.of(
                                "0001-01-01", "1969-12-31", "9999-12-31", "0000-12-31", "10000-01-01", "%2B10000-01-01")
                        .flatMap(day -> Stream.of(
                                "/billing/usage" + "?from=" + day, "/billing/usage" + "?from=2026-11-25&to=" + day)));
    }

    @Test
    void answersEveryRouteWhateverItIsAsked() {
        try (Outside outside = new Outside()) {
            RawHttp account = outside.rawOperator();
            new HostileRoutes(
                            account,
                            account,
                            Map.of(
                                    "POST /billing", "\"action\":\"update_spending_limit\"\n\"spendingLimit\":\"40\"",
                                    "POST /billing/payment-methods", "\"type\":\"card\"\n\"token\":\"tok_test_visa\"",
                                    "POST /billing/credits", "\"amount\":\"5\"",
                                    "PUT /billing/spending-limit", "\"spendingLimit\":\"40\"",
                                    "PUT /billing/accounts/{id}/spending-tier", "\"tier\":\"earned\""))
                    .askAll();
        }
    }

    @Test
    void writesJsonWhateverAcceptSays() {
        requests().acceptAnything("/billing/usage");
    }

    @Test
    void refusesWhatItHasNoUseFor() {
        requests().refuseTheRest("/billing");
    }

    private static HostileRequests requests() {
        try (Outside outside = new Outside()) {
            return new HostileRequests(outside.raw("acct_hostile"));
        }
    }
}
