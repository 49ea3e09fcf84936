package ai.radium.billing;

import static ai.radium.billing.Outside.account;
import static ai.radium.billing.Outside.model;
import static ai.radium.billing.Outside.price;
import static ai.radium.billing.Outside.query;
import static ai.radium.billing.Outside.record;
import static ai.radium.billing.Outside.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Event;
import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingChanged.Standing;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BillingStack.class)
class UsageToLedgerTest {
    private static final String EPOCH = "2026-01-01T00:00:00Z";

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
    void givesTheSignUpCreditOnceHoweverOftenItHearsOfTheAccount() {
        for (int i = 0; i < 3; i++) {
            outside.send(account(account));
        }
        outside.send(usage(account, record(priced("1.000"), 1_000_000, 0)));

        eventually(1, lines -> assertThat(balance()).isEqualTo("4.00"));
        assertThat(query("select count(*) from ledger_transaction where id = 'signup:" + account + "'"))
                .isEqualTo("1");
    }

    @Test
    void billsEveryRecordOnceHoweverItIsRepeatedReorderedAndRegrouped() {
        Random random = new Random(7);
        outside.send(account(account));
        priced("0.010", "0.020");
        List<UsageRecord> records = IntStream.range(0, 2_000)
                .mapToObj(i -> record(model, random.nextInt(5_000), random.nextInt(5_000)))
                .toList();
        BigDecimal cost = records.stream()
                .map(record -> BigDecimal.valueOf(record.promptTokens() + 2L * record.completionTokens(), 8))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .setScale(12);

        List<UsageRecorded> messages = regrouped(records, random);
        messages.forEach(message -> outside.topics().send("gateway-" + random.nextInt(messages.size()), message));

        eventually(records.size(), lines -> {
            assertThat(lines.sum).isEqualByComparingTo(cost);
            assertThat(new BigDecimal(balance())).isEqualByComparingTo(new BigDecimal("5").subtract(cost));
        });
        assertThat(ledgerSum("revenue:usage")).isEqualByComparingTo(cost.negate());
        assertThat(query("select spend from monthly_spend where account = '" + account + "'"))
                .isEqualTo(cost.toPlainString());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(ratedIds()).hasSize(records.size()).doesNotHaveDuplicates());
    }

    @Test
    void ratesUsageWhenItsPriceComesAndAtThePriceOfItsTime() {
        outside.send(account(account));
        outside.send(usage(
                account,
                record(model, "2026-11-24T23:59:59.999Z", Outcome.COMPLETED, 1_000_000, 0),
                record(model, "2026-11-25T00:00:00Z", Outcome.COMPLETED, 1_000_000, 0)));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> query("select count(*) from usage_line where status = 'WAITING' and account = '" + account
                                + "'")
                        .equals("2"));

        outside.send(model(model, price("1", EPOCH, "1", "1"), price("2", "2026-11-25T00:00:00Z", "2", "1")));

        eventually(2, lines -> assertThat(balance()).isEqualTo("2.00"));
    }

    @Test
    void waitsWhileThePriceInForceCannotBeChargedExactly() {
        outside.send(account(account));
        outside.send(model(model, price("1", EPOCH, "1", "1"), price("2", "2026-11-25T00:00:00Z", "0.0000001", "1")));
        outside.send(usage(
                account,
                record(model, "2026-11-24T00:00:00Z", Outcome.COMPLETED, 1_000_000, 0),
                record(model, "2026-11-25T10:00:00Z", Outcome.COMPLETED, 1_000_000, 0)));
        eventually(1, lines -> assertThat(balance()).isEqualTo("4.00"));

        outside.send(model(
                model,
                price("1", EPOCH, "1", "1"),
                price("2", "2026-11-25T00:00:00Z", "0.0000001", "1"),
                price("3", "2026-11-25T00:00:00Z", "0.5", "1")));

        eventually(2, lines -> assertThat(balance()).isEqualTo("3.50"));
    }

    @Test
    void recordsAFailedAttemptAtNothing() {
        outside.send(account(account));
        outside.send(usage(account, record(priced("1", "1"), "2026-11-25T10:00:00Z", Outcome.FAILED, 1_000_000, 5)));

        eventually(1, lines -> assertThat(balance()).isEqualTo("5.00"));
        assertThat(query("select count(*) from ledger_transaction where customer = '" + account
                        + "' and kind = 'USAGE'"))
                .isEqualTo("0");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(outside.topics().published(Topic.BILLING_RATED, account))
                        .singleElement()
                        .isInstanceOfSatisfying(
                                UsageRated.class,
                                rated -> assertThat(rated.lines())
                                        .singleElement()
                                        .matches(UsageRated.Line::hasFailed)));
    }

    @Test
    void suspendsAnAccountWhoseCreditIsUsedUp() {
        outside.send(account(account));
        await().atMost(Duration.ofSeconds(60)).until(() -> balance().equals("5.00"));
        outside.send(usage(account, record(priced("1", "1"), 4_000_000, 0)));
        outside.send(usage(account, record(priced("1", "1"), 3_000_000, 0)));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(outside.topics().published(Topic.BILLING_STANDING, account))
                        .containsExactly(
                                new StandingChanged(account, Standing.ACTIVE, null, 1),
                                new StandingChanged(account, Standing.SUSPENDED, "CREDITS_EXHAUSTED", 2)));
        assertThat(ledgerSum("customer:" + account + ":receivable")).isEqualByComparingTo("2");
        assertThat(ledgerSum("customer:" + account + ":credit")).isEqualByComparingTo("0");
    }

    @Test
    void billsWhatWasUsedBeforeTheAccountWasHeardOf() {
        outside.send(usage(account, record(priced("1", "1"), 1_000_000, 0)));
        eventually(1, lines -> assertThat(balance()).isEqualTo("-1.00"));

        outside.send(account(account));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(balance()).isEqualTo("4.00"));
    }

    @Test
    void goesOnAfterAPoisonedMessage() {
        outside.topics()
                .send(
                        Topic.USAGE_RECORDED,
                        account,
                        Ids.ulid(),
                        "radium.UsageRecorded",
                        "{".getBytes(StandardCharsets.UTF_8));
        outside.send(usage(account, record(priced("1", "1"), 1_000_000, 0)));

        eventually(1, lines -> assertThat(lines.sum).isEqualByComparingTo("1"));
        assertThat(outside.topics().deadLetters(Topic.USAGE_RECORDED, "billing.dlq"))
                .anyMatch(letter -> account.equals(letter.key()));
    }

    @Test
    void takesTenThousandRecordsInSeconds() {
        String cheap = priced("0.010", "0.020");
        outside.send(account(account));
        Instant begin = Instant.now();
        for (int message = 0; message < 100; message++) {
            outside.send(new UsageRecorded(
                    account,
                    IntStream.range(0, 100).mapToObj(i -> record(cheap, 12, 30)).toList()));
        }

        eventually(10_000, lines -> assertThat(lines.sum).isEqualByComparingTo("0.0072"));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(60));
        org.jboss.logging.Logger.getLogger(UsageToLedgerTest.class)
                .infof("10,000 records in %s", Duration.between(begin, Instant.now()));
    }

    /** Announces a price of this model and gives back its id. */
    private String priced(String input) {
        return priced(input, input);
    }

    private String priced(String input, String output) {
        outside.send(model(model, price("1", EPOCH, input, output)));
        return model;
    }

    /** Each record one to five times, shuffled, cut into messages of 1 to 500. */
    private List<UsageRecorded> regrouped(List<UsageRecord> records, Random random) {
        List<UsageRecord> copies = new ArrayList<>();
        records.forEach(record -> copies.addAll(Collections.nCopies(1 + random.nextInt(5), record)));
        Collections.shuffle(copies, random);
        List<UsageRecorded> messages = new ArrayList<>();
        for (int from = 0; from < copies.size(); ) {
            int to = Math.min(copies.size(), from + 1 + random.nextInt(500));
            messages.add(new UsageRecorded(account, copies.subList(from, to)));
            from = to;
        }
        return messages;
    }

    private record Lines(int count, BigDecimal sum) {}

    private void eventually(int count, ThrowingConsumer<Lines> state) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    var reply = outside.get(account, "/billing/usage?limit=1");
                    assertThat(reply.getInt("pagination.total")).isEqualTo(count);
                    state.accept(new Lines(count, new BigDecimal(reply.getString("summary.amount"))));
                });
    }

    private String balance() {
        return outside.get(account, "/billing/credits").getString("data.balance");
    }

    private BigDecimal ledgerSum(String ledgerAccount) {
        return new BigDecimal(query(
                "select coalesce(sum(amount), 0) from ledger_entry e join ledger_transaction t on t.id = e.transaction_id"
                        + " where t.customer = '" + account + "' and ledger_account = '" + ledgerAccount + "'"));
    }

    private List<String> ratedIds() {
        List<Event> events = outside.topics().published(Topic.BILLING_RATED, account);
        return events.stream()
                .flatMap(event -> ((UsageRated) event).lines().stream())
                .map(UsageRated.Line::usageId)
                .toList();
    }
}
