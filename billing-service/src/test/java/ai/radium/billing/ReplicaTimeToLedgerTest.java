package ai.radium.billing;

import static ai.radium.billing.Outside.account;
import static ai.radium.billing.Outside.model;
import static ai.radium.billing.Outside.paidByTime;
import static ai.radium.billing.Outside.price;
import static ai.radium.billing.Outside.query;
import static ai.radium.billing.Outside.ready;
import static ai.radium.billing.Outside.record;
import static ai.radium.billing.Outside.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.RatedEvent;
import ai.radium.contracts.billing.ReplicaTimeRated;
import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingChanged.Standing;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.deployment.DeploymentChanged;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.ReplicaTimeUsed;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(BillingStack.class)
class ReplicaTimeToLedgerTest {
    private static final String NOON = "2026-11-25T12:00:00.250Z";

    private static Outside outside;

    private final String account = Ids.next("acct");
    private final String model = Ids.next("model");

    @BeforeAll
    static void connect() {
        outside = new Outside();
    }

    @AfterAll
    static void disconnect() {
        outside.close();
    }

    @Test
    void showsALineOfTheReplica() {
        outside.send(account(account));
        ReplicaTimeUsed used = ready(account, NOON, 300, 2, "4.50");
        outside.send(used);

        JsonPath reply = eventually(1);

        assertThat(reply.getMap("data[0]"))
                .containsOnlyKeys(
                        "id",
                        "time",
                        "type",
                        "keyId",
                        "model",
                        "deploymentId",
                        "quantity",
                        "unit",
                        "priceVersion",
                        "amount",
                        "currency",
                        "replicaId",
                        "accelerator",
                        "acceleratorCount",
                        "hourlyPrice")
                .containsEntry("id", used.id())
                .containsEntry("time", NOON)
                .containsEntry("type", "replica_seconds")
                .containsEntry("keyId", null)
                .containsEntry("model", "m")
                .containsEntry("deploymentId", "dep_1")
                .containsEntry("quantity", 300)
                .containsEntry("unit", "replica_second")
                .containsEntry("priceVersion", "replica-seconds")
                .containsEntry("amount", "0.750000000000")
                .containsEntry("replicaId", "r1-0")
                .containsEntry("accelerator", "H100 80GB")
                .containsEntry("acceleratorCount", 2)
                .containsEntry("hourlyPrice", "4.50");
        assertThat(reply.getInt("summary.replicaSeconds")).isEqualTo(300);
        assertThat(reply.getString("summary.amount")).isEqualTo("0.750000000000");
        assertThat(balance()).isEqualTo("4.25");
        assertThat(outside.as(account)
                        .get("/billing/usage?format=csv&type=replica_seconds")
                        .asString()
                        .lines())
                .last()
                .isEqualTo(used.id() + ",,2026-11-25T12:00:00.250Z,replica_seconds,,m,dep_1,300,replica_second,,,,"
                        + "replica-seconds,,,0.750000000000,USD,,,r1-0,H100 80GB,2,4.50");
        outside.orderByBankTransfer(account);
        outside.holdContract(account);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void billsEachTimeOnceHoweverOftenAndInWhichOrderItIsTold(long seed) {
        Random random = new Random(seed);
        outside.send(account(account));
        List<ReplicaTimeUsed> times = IntStream.range(0, 100)
                .mapToObj(i -> ready(
                        account,
                        Instant.parse(NOON).plusSeconds(300L * i).toString(),
                        1 + random.nextLong(300),
                        1 + random.nextInt(8),
                        BigDecimal.valueOf(random.nextInt(1_000), 2).toPlainString()))
                .toList();
        BigDecimal cost =
                times.stream().map(ReplicaTimeToLedgerTest::costByHand).reduce(BigDecimal.ZERO, BigDecimal::add);

        List<ReplicaTimeUsed> told = new ArrayList<>(times);
        times.forEach(time -> told.addAll(Collections.nCopies(random.nextInt(3), time)));
        Collections.shuffle(told, random);
        told.forEach(outside::send);

        JsonPath reply = eventually(times.size());
        assertThat(new BigDecimal(reply.getString("summary.amount"))).isEqualByComparingTo(cost);
        assertThat(reply.getLong("summary.replicaSeconds"))
                .isEqualTo(times.stream().mapToLong(ReplicaTimeUsed::seconds).sum());
        assertThat(new BigDecimal(balance())).isEqualByComparingTo(new BigDecimal("5").subtract(cost));
        assertThat(new BigDecimal(query("select spend from monthly_spend where account = '" + account + "'")))
                .isEqualByComparingTo(cost);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(rated())
                        .hasSize(times.size())
                        .extracting(event -> ((ReplicaTimeRated) event).id())
                        .doesNotHaveDuplicates());
    }

    private static BigDecimal costByHand(ReplicaTimeUsed time) {
        return new BigDecimal(time.hourlyPrice())
                .multiply(BigDecimal.valueOf(time.seconds() * time.count()))
                .divide(BigDecimal.valueOf(3_600), 12, RoundingMode.HALF_EVEN);
    }

    @Test
    void aCallThatTimePaysForCostsNothingWhateverItsModelCosts() {
        outside.send(account(account));
        outside.send(model(model, price("1", "2026-01-01T00:00:00Z", "1", "2")));
        UsageRecord paid = record(model, 1_000_000, 500_000);
        UsageRecord free = paidByTime(model, 1_000_000, 500_000);
        UsageRecord unpriced = paidByTime("of-no-price", 10, 20);

        outside.send(usage(account, free, paid, unpriced));

        JsonPath reply = eventually(3);
        assertThat(balance()).isEqualTo("3.00");
        assertThat(reply.getLong("summary.promptTokens")).isEqualTo(2_000_010);
        JsonPath all = outside.get(account, "/billing/usage");
        assertThat(all.getMap("data.find { it.id == '" + free.id() + "' }"))
                .containsEntry("amount", "0.000000000000")
                .containsEntry("priceVersion", "replica-seconds")
                .containsEntry("inputPrice", "0.000")
                .containsEntry("outputPrice", "0.000")
                .containsEntry("quantity", 1_500_000);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(rated())
                        .flatExtracting(event -> ((UsageRated) event).lines())
                        .filteredOn(line -> line.usageId().equals(free.id()))
                        .singleElement()
                        .satisfies(line -> assertThat(line.amount()).isEqualTo("0.000000000000")));
    }

    @Test
    void isToldWithWhatItCost() {
        outside.send(account(account));
        ReplicaTimeUsed used = ready(account, NOON, 1, 1, "1.00");
        outside.send(used);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(rated())
                        .containsExactly(new ReplicaTimeRated(
                                used.id(),
                                used.until(),
                                account,
                                "dep_1",
                                "r1-0",
                                "m",
                                "H100 80GB",
                                1,
                                "1.00",
                                1,
                                "0.000277777778",
                                "USD")));
    }

    @Test
    void isOfTheSpendOfItsMonthAndOfTheStanding() {
        outside.send(account(account));
        outside.send(ready(account, "2026-10-31T23:59:59.999Z", 3_600, 1, "3.00"));
        outside.send(ready(account, "2026-11-01T00:00:00Z", 3_600, 1, "3.00"));

        eventually(2);

        assertThat(query("select spend from monthly_spend where month = '2026-11-01' and account = '" + account + "'"))
                .isEqualTo("3.000000000000");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(outside.topics().published(Topic.BILLING_STANDING, account))
                        .last()
                        .usingRecursiveComparison()
                        .ignoringFields("version") // two when the account was opened before, else one
                        .isEqualTo(new StandingChanged(account, Standing.SUSPENDED, "CREDITS_EXHAUSTED", 2)));
    }

    @Test
    void timeThatCostsNothingIsALineAllTheSame() {
        outside.send(account(account));
        outside.send(ready(account, NOON, 300, 1, "0.00"));

        eventually(1);

        assertThat(balance()).isEqualTo("5.00");
    }

    @Test
    void chargesNothingForTheStatesOfADeployment() {
        outside.send(account(account));
        outside.send(new DeploymentChanged("dep_1", account, "d", "m", DeploymentStatus.ACTIVE, null, 1, 1, 1, 1));
        outside.send(ready(account, NOON, 3_600, 1, "1.00"));

        eventually(1);

        assertThat(balance()).isEqualTo("4.00");
    }

    private JsonPath eventually(int lines) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> outside.get(account, "/billing/usage?limit=1"),
                        reply -> reply.getInt("pagination.total") == lines);
    }

    private String balance() {
        return outside.get(account, "/billing/credits").getString("data.balance");
    }

    private List<RatedEvent> rated() {
        return outside.topics().published(Topic.BILLING_RATED, account).stream()
                .map(RatedEvent.class::cast)
                .toList();
    }
}
