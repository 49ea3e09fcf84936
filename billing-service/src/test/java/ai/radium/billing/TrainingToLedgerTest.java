package ai.radium.billing;

import static ai.radium.billing.Outside.account;
import static ai.radium.billing.Outside.model;
import static ai.radium.billing.Outside.price;
import static ai.radium.billing.Outside.query;
import static ai.radium.billing.Outside.record;
import static ai.radium.billing.Outside.trained;
import static ai.radium.billing.Outside.trainingPrice;
import static ai.radium.billing.Outside.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.RatedEvent;
import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingChanged.Standing;
import ai.radium.contracts.billing.TrainingRated;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.finetune.JobStatus;
import ai.radium.contracts.finetune.TokensTrained;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
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
class TrainingToLedgerTest {
    private static final String EPOCH = "2026-01-01T00:00:00Z";
    private static final String NOON = "2026-11-25T12:00:00Z";

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
    void showsALineOfTheJob() {
        outside.send(account(account));
        outside.send(model(model, trainingPrice("1", EPOCH, "0.100")));
        TokensTrained trained = trained(account, model, NOON, 52_488);
        outside.send(trained);

        JsonPath reply = eventually(1);

        assertThat(reply.getMap("data[0]"))
                .containsOnlyKeys(
                        "id",
                        "time",
                        "type",
                        "keyId",
                        "model",
                        "quantity",
                        "unit",
                        "priceVersion",
                        "amount",
                        "currency",
                        "jobId",
                        "trainingPrice")
                .containsEntry("id", trained.id())
                .containsEntry("time", "2026-11-25T12:00:00.000Z")
                .containsEntry("type", "training")
                .containsEntry("keyId", null)
                .containsEntry("model", model)
                .containsEntry("quantity", 52_488)
                .containsEntry("unit", "tokens")
                .containsEntry("priceVersion", "1")
                .containsEntry("amount", "0.005248800000")
                .containsEntry("currency", "USD")
                .containsEntry("jobId", trained.jobId())
                .containsEntry("trainingPrice", "0.100");
        assertThat(reply.getInt("summary.trainedTokens")).isEqualTo(52_488);
        outside.orderByBankTransfer(account);
        outside.holdContract(account);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void billsWhatWasTrainedOnceHoweverOftenAndInWhichOrderItIsTold(long seed) {
        Random random = new Random(seed);
        outside.send(account(account));
        outside.send(model(
                model,
                trainingPrice("1", EPOCH, "0.100"),
                trainingPrice("2", NOON, "0.333333"),
                price("3", "2027-01-01T00:00:00Z", "1", "1")));
        List<TokensTrained> jobs = IntStream.range(0, 100)
                .mapToObj(i -> trained(
                        account,
                        model,
                        Instant.parse(NOON)
                                .plusSeconds(random.nextInt(-1_000, 1_000))
                                .toString(),
                        1 + random.nextLong(100_000)))
                .toList();
        BigDecimal cost = jobs.stream().map(TrainingToLedgerTest::costByHand).reduce(BigDecimal.ZERO, BigDecimal::add);

        List<TokensTrained> told = new ArrayList<>(jobs);
        jobs.forEach(job -> told.addAll(Collections.nCopies(random.nextInt(3), job)));
        Collections.shuffle(told, random);
        told.forEach(outside::send);

        JsonPath reply = eventually(jobs.size());
        assertThat(new BigDecimal(reply.getString("summary.amount"))).isEqualByComparingTo(cost);
        told.forEach(outside::send);
        TokensTrained last = trained(account, model, NOON, 1_000_000);
        outside.send(last);
        reply = eventually(jobs.size() + 1);
        BigDecimal all = cost.add(new BigDecimal("0.333333"));
        assertThat(new BigDecimal(reply.getString("summary.amount"))).isEqualByComparingTo(all);
        assertThat(new BigDecimal(balance())).isEqualByComparingTo(new BigDecimal("5").subtract(all));
        assertThat(new BigDecimal(query("select spend from monthly_spend where account = '" + account + "'")))
                .isEqualByComparingTo(all);
        assertThat(new BigDecimal(query("select -sum(amount) from ledger_entry e join ledger_transaction t"
                        + " on t.id = e.transaction_id where ledger_account = 'revenue:usage' and customer = '"
                        + account
                        + "'")))
                .isEqualByComparingTo(all);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(rated())
                        .hasSize(jobs.size() + 1)
                        .extracting(event -> ((TrainingRated) event).id())
                        .doesNotHaveDuplicates());
    }

    /** Of whole millionths. */
    private static BigDecimal costByHand(TokensTrained job) {
        long millionths = job.time().isBefore(Instant.parse(NOON)) ? 100_000 : 333_333;
        return BigDecimal.valueOf(Math.multiplyExact(millionths, job.tokens()), 12);
    }

    @Test
    void waitsForAModelThatIsNotKnownYet() {
        outside.send(account(account));
        outside.send(trained(account, model, NOON, 1_000_000));
        awaitWaiting();

        outside.send(model(model, trainingPrice("1", EPOCH, "2")));

        eventually(1);
        assertThat(balance()).isEqualTo("3.00");
    }

    @Test
    void waitsWhileThePriceInForceIsNoneOfTraining() {
        outside.send(account(account));
        outside.send(model(model, price("1", EPOCH, "1", "1")));
        outside.send(trained(account, model, NOON, 1_000_000));
        outside.send(usage(account, record(model, 1_000_000, 0)));
        eventually(1);
        awaitWaiting();

        outside.send(model(model, price("1", EPOCH, "1", "1"), trainingPrice("2", EPOCH, "2")));

        eventually(2);
        assertThat(balance()).isEqualTo("2.00");
    }

    @Test
    void isOfTheSpendOfItsMonthAndOfTheStanding() {
        outside.send(account(account));
        outside.send(model(model, trainingPrice("1", EPOCH, "3")));
        outside.send(trained(account, model, "2026-10-31T23:59:59.999Z", 1_000_000));
        outside.send(trained(account, model, "2026-11-01T00:00:00Z", 1_000_000));

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
    void standsBesideCallsAndIsToldApart() {
        outside.send(account(account));
        outside.send(model(model, trainingPrice("1", EPOCH, "1")));
        TokensTrained job = trained(account, model, NOON, 7);
        outside.send(job);
        outside.send(usage(account, record(model, 10, 20)));

        JsonPath all = eventually(2);

        assertThat(all.getInt("summary.promptTokens")).isEqualTo(10);
        assertThat(all.getInt("summary.trainedTokens")).isEqualTo(7);
        assertThat(all.getString("summary.amount")).isEqualTo("0.000007500000");
        assertThat(found("type=training")).isEqualTo(1);
        assertThat(found("type=tokens")).isEqualTo(1);
        assertThat(found("jobId=" + job.jobId())).isEqualTo(1);
        assertThat(outside.as(account)
                        .get("/billing/usage?format=csv&type=training")
                        .asString()
                        .lines())
                .last()
                .isEqualTo(job.id() + ",,2026-11-25T12:00:00.000Z,training,," + model + ",,7,tokens,,,,1,,,"
                        + "0.000007000000,USD," + job.jobId() + ",1.000,,,,");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(rated())
                        .hasSize(2)
                        .hasOnlyElementsOfTypes(UsageRated.class, TrainingRated.class)
                        .contains(new TrainingRated(
                                job.id(), job.time(), account, job.jobId(), model, "1", 7, "0.000007000000", "USD")));
    }

    @Test
    void chargesNothingForTheStatesOfAJob() {
        outside.send(account(account));
        outside.send(model(model, trainingPrice("1", EPOCH, "1")));
        outside.send(new JobChanged(
                Ids.next("ft"),
                account,
                "support",
                model,
                "ds_1",
                1,
                JobStatus.FAILED,
                "OUT_OF_MEMORY",
                900,
                null,
                null,
                3));
        outside.send(trained(account, model, NOON, 1_000_000));

        eventually(1);

        assertThat(balance()).isEqualTo("4.00");
    }

    private void awaitWaiting() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> query("select count(*) from usage_line where status = 'WAITING' and account = '" + account
                                + "'")
                        .equals("1"));
    }

    private JsonPath eventually(int lines) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> outside.get(account, "/billing/usage?limit=1"),
                        reply -> reply.getInt("pagination.total") == lines);
    }

    private int found(String filter) {
        return outside.get(account, "/billing/usage?" + filter).getInt("pagination.total");
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
