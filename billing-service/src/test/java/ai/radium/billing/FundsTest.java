package ai.radium.billing;

import static ai.radium.billing.Outside.account;
import static ai.radium.billing.Outside.model;
import static ai.radium.billing.Outside.price;
import static ai.radium.billing.Outside.record;
import static ai.radium.billing.Outside.usage;
import static ai.radium.billing.Outside.usageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.FundsChanged;
import ai.radium.contracts.billing.FundsChanged.Contained;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What gateways are told of an account's money. A million tokens cost a dollar here. */
@QuarkusTest
@WithTestResource(BillingStack.class)
class FundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final String now = Instant.now().toString();
    private static final String GATEWAY = "gateway-1";

    private final Outside outside = new Outside();
    private final String account = Ids.next("acct");
    private final String model = Ids.next("model");

    @BeforeEach
    void open() {
        outside.send(model(model, price("1", "2026-01-01T00:00:00Z", "1", "1")));
        outside.send(account(account));
        eventually(told -> assertThat(told.balance()).isEqualTo("5.00"));
    }

    @AfterEach
    void disconnect() {
        outside.close();
    }

    @Test
    void aNewAccountHasItsFreeCreditWithinItsTier() {
        LocalDate month = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);

        assertThat(told())
                .containsExactly(new FundsChanged(account, "5.00", false, month, "0.00", "50.00", "USD", List.of(), 1));
    }

    @Test
    void callsAreContainedByTheGatewayThatMadeThemHoweverOftenTheyAreTold() {
        UsageRecorded first = usageOf(GATEWAY, account, call(1_000_000), record(model, now, Outcome.FAILED, 9, 0));
        outside.send(first);
        outside.send(usageOf("gateway-2", account, call(250_000)));
        outside.send(first);
        outside.send(usageOf(GATEWAY, account, call(1)));

        eventually(told -> {
            assertThat(told.contained())
                    .containsExactlyInAnyOrder(
                            new Contained(GATEWAY, 3, "1.000001000000"),
                            new Contained("gateway-2", 1, "0.250000000000"));
            assertThat(told.balance()).isEqualTo("3.749999");
            assertThat(told.spend()).isEqualTo("1.250001");
        });
        assertThat(told().stream().map(FundsChanged::version).toList())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void callsOfAProcessThatIsGoneCountWithoutBeingItsOwn() {
        outside.send(usage(account, call(1_000_000)));

        eventually(told -> assertThat(told.balance()).isEqualTo("4.00"));
        assertThat(told().getLast().contained()).isEmpty();
    }

    @Test
    void aCallWithoutAPriceIsContainedOnceItIsCharged() {
        String later = Ids.next("model");
        outside.send(usageOf(GATEWAY, account, record(later, now, Outcome.COMPLETED, 1_000_000, 0)));
        outside.send(usageOf(GATEWAY, account, call(1_000_000)));
        eventually(told -> assertThat(told.contained()).containsExactly(new Contained(GATEWAY, 1, "1.000000000000")));

        outside.send(model(later, price("1", "2026-01-01T00:00:00Z", "2", "2")));

        eventually(told -> assertThat(told.contained()).containsExactly(new Contained(GATEWAY, 2, "3.000000000000")));
    }

    @Test
    void whatLetsItSpendMoreOrLessIsToldToo() {
        outside.write(account)
                .body("{\"type\":\"card\",\"token\":\"tok_test_visa\"}")
                .post("/billing/payment-methods")
                .then()
                .statusCode(201);
        eventually(told -> assertThat(told.mayOwe()).isTrue());

        outside.write(account)
                .body("{\"amount\":10}")
                .post("/billing/credits")
                .then()
                .statusCode(201);
        outside.write(account)
                .body("{\"spendingLimit\":\"7.50\"}")
                .put("/billing/spending-limit")
                .then()
                .statusCode(200);

        eventually(told -> assertThat(told)
                .extracting(FundsChanged::balance, FundsChanged::cap)
                .containsExactly("15.00", "7.50"));
    }

    private UsageRecord call(int tokens) {
        return record(model, now, Outcome.COMPLETED, tokens, 0);
    }

    private void eventually(Consumer<FundsChanged> last) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(told()).isNotEmpty();
            last.accept(told().getLast());
        });
    }

    private List<FundsChanged> told() {
        return outside.topics().published(Topic.BILLING_STANDING, account + ":funds").stream()
                .map(FundsChanged.class::cast)
                .toList();
    }
}
