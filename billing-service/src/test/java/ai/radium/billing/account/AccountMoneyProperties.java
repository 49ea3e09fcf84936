package ai.radium.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.billing.ledger.Entry;
import ai.radium.billing.ledger.LedgerAccount;
import ai.radium.billing.ledger.Transaction;
import ai.radium.billing.spending.SuspensionReason;
import ai.radium.contracts.billing.FundsChanged;
import ai.radium.contracts.billing.SpendingThresholdReached;
import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingChanged.Standing;
import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Whatever happens to an account in whatever order, its books balance and its standing is as plain arithmetic says. */
class AccountMoneyProperties {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    sealed interface Happening {
        record Usage(BigDecimal cost) implements Happening {}

        record Purchase(BigDecimal amount) implements Happening {}

        record Method(boolean there) implements Happening {}

        record OwnLimit(BigDecimal limit) implements Happening {}

        record CustomLimit(@Nullable BigDecimal limit) implements Happening {}

        record NextMonth() implements Happening {}
    }

    @Provide
    Arbitrary<Happening> happenings() {
        Arbitrary<BigDecimal> costs = Arbitraries.oneOf(
                Arbitraries.of("0.000000000001", "0.01", "4.99", "5", "24.99", "25", "45", "49.99", "50", "450")
                        .map(BigDecimal::new),
                Arbitraries.bigDecimals()
                        .between(new BigDecimal("0.000000000001"), new BigDecimal("60"))
                        .ofScale(12));
        Arbitrary<BigDecimal> limits = Arbitraries.of("0", "0.01", "5", "49.99", "50", "50.01", "500", "6000")
                .map(BigDecimal::new);
        return Arbitraries.oneOf(
                costs.map(Happening.Usage::new),
                costs.map(Happening.Usage::new),
                Arbitraries.integers()
                        .between(1, 200)
                        .map(step -> new Happening.Purchase(BigDecimal.valueOf(5L * step))),
                Arbitraries.of(true, false).map(Happening.Method::new),
                limits.map(Happening.OwnLimit::new),
                limits.injectNull(0.5).map(Happening.CustomLimit::new),
                Arbitraries.just(new Happening.NextMonth()));
    }

    @Property
    void holdsTheBooksAndTheStandingTogether(
            @ForAll @Size(max = 60) List<@net.jqwik.api.From("happenings") Happening> all) {
        Books books = new Books();
        Oracle oracle = new Oracle();
        books.review();
        oracle.agreeWith(books);
        for (Happening happening : all) {
            books.apply(happening);
            oracle.apply(happening);
            books.review();
            oracle.agreeWith(books);
        }
    }

    /** The service's own parts, without its database. */
    private static final class Books {
        private final AccountRow row = AccountRow.unheard("acct_1");
        private final List<Transaction> posted = new ArrayList<>();
        private final List<StandingChanged> standings = new ArrayList<>();
        private final List<FundsChanged> funds = new ArrayList<>();
        private final List<SpendingThresholdReached> thresholds = new ArrayList<>();
        private MonthlySpend month = MonthlySpend.nothing("acct_1", LocalDate.parse("2026-11-01"));

        Books() {
            row.open();
            post(row.balance().signUp(Money.usd("5"), NOW));
        }

        void apply(Happening happening) {
            switch (happening) {
                case Happening.Usage usage -> {
                    post(row.balance().usage("u" + posted.size(), Money.usd(usage.cost()), NOW));
                    month = month.plus(new MonthlySpend("acct_1", month.month(), usage.cost(), BigDecimal.ZERO));
                }
                case Happening.Purchase purchase -> {
                    Money paid = Money.usd(purchase.amount());
                    post(row.balance().purchase("p" + posted.size(), LedgerAccount.CARD_PAYMENTS, paid, NOW));
                    row.receive(paid);
                }
                case Happening.Method method -> row.havePaymentMethod(method.there());
                case Happening.OwnLimit own -> row.limitItself(Money.usd(own.limit()));
                case Happening.CustomLimit custom ->
                    row.agreeTo(custom.limit() == null ? null : Money.usd(custom.limit()));
                case Happening.NextMonth ignored ->
                    month = MonthlySpend.nothing("acct_1", month.month().plusMonths(1));
            }
        }

        void review() {
            thresholds.addAll(row.reviewThresholds(month, NOW));
            row.reviewStanding(month).ifPresent(standings::add);
            funds.add(row.funds(month, List.of()));
        }

        private void post(Transaction transaction) {
            posted.add(transaction);
            row.settle(row.balance().after(transaction));
        }
    }

    /** Plain arithmetic over what happened. */
    private static final class Oracle {
        private BigDecimal balance = new BigDecimal("5");
        private BigDecimal paid = BigDecimal.ZERO;
        private BigDecimal spend = BigDecimal.ZERO;
        private @Nullable BigDecimal own;
        private @Nullable BigDecimal custom;
        private boolean method;
        private LocalDate month = LocalDate.parse("2026-11-01");
        private final Set<String> told = new HashSet<>();

        void apply(Happening happening) {
            switch (happening) {
                case Happening.Usage usage -> {
                    balance = balance.subtract(usage.cost());
                    spend = spend.add(usage.cost());
                }
                case Happening.Purchase purchase -> {
                    balance = balance.add(purchase.amount());
                    paid = paid.add(purchase.amount());
                }
                case Happening.Method there -> method = there.there();
                case Happening.OwnLimit limit -> own = limit.limit();
                case Happening.CustomLimit limit -> custom = limit.limit();
                case Happening.NextMonth ignored -> {
                    month = month.plusMonths(1);
                    spend = BigDecimal.ZERO;
                }
            }
        }

        void agreeWith(Books books) {
            BigDecimal sum = books.posted.stream()
                    .flatMap(transaction -> transaction.entries().stream())
                    .map(Entry::amount)
                    .map(Money::amount)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(sum).isEqualByComparingTo("0");
            assertThat(books.row.balance().amount().amount()).isEqualByComparingTo(balance);
            assertThat(books.row.terms().cap().amount()).isEqualByComparingTo(cap());
            assertThat(books.row.standingReason()).isEqualTo(reason());
            assertThat(books.row.standing()).isEqualTo(reason() == null ? Standing.ACTIVE : Standing.SUSPENDED);
            assertThat(books.standings.getLast().reason())
                    .isEqualTo(reason() == null ? null : String.valueOf(reason()));
            assertThat(books.standings.stream().map(StandingChanged::version).distinct())
                    .hasSameSizeAs(books.standings);
            Stream.of(50, 80, 90, 100)
                    .filter(percent -> spend.multiply(BigDecimal.valueOf(100))
                                    .compareTo(cap().multiply(BigDecimal.valueOf(percent)))
                            >= 0)
                    .forEach(percent -> told.add(month + " " + percent));
            assertThat(books.funds.getLast().balance())
                    .isEqualTo(Money.usd(balance).exact());
            assertThat(books.funds.getLast().spend()).isEqualTo(Money.usd(spend).exact());
            assertThat(books.funds.getLast().cap()).isEqualTo(Money.usd(cap()).exact());
            assertThat(books.funds.getLast().mayOwe()).isEqualTo(method);
            assertThat(books.funds.getLast().version()).isEqualTo(books.funds.size());
            assertThat(books.thresholds.stream().map(event -> event.month() + " " + event.percent()))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(told);
        }

        private BigDecimal cap() {
            BigDecimal tiers = custom == null ? new BigDecimal(earned()) : custom;
            return own == null ? tiers : own.min(tiers);
        }

        private String earned() {
            if (paid.compareTo(new BigDecimal("5000")) >= 0) {
                return "50000";
            }
            if (paid.compareTo(new BigDecimal("500")) >= 0) {
                return "5000";
            }
            return paid.compareTo(new BigDecimal("50")) >= 0 ? "500" : "50";
        }

        private @Nullable SuspensionReason reason() {
            if (spend.compareTo(cap()) >= 0) {
                return SuspensionReason.SPENDING_LIMIT;
            }
            return balance.signum() > 0 || method ? null : SuspensionReason.CREDITS_EXHAUSTED;
        }
    }
}
