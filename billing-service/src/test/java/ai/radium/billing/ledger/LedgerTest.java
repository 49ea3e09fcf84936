package ai.radium.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.billing.ledger.Transaction.Kind;
import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class LedgerTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final CustomerBalance NOTHING = new CustomerBalance("acct_1", Money.zero(Money.USD));

    /** A positive operation is a gift, a negative one a usage. */
    @Property
    void balancesAfterAnyOperations(
            @ForAll @Size(max = 50)
                    List<@LongRange(min = -20_000_000_000_000L, max = 10_000_000_000_000L) Long> operations) {
        List<Transaction> posted = new ArrayList<>();
        CustomerBalance balance = NOTHING;
        for (long operation : operations) {
            if (operation != 0) {
                Transaction transaction = operation > 0
                        ? balance.signUp(money(operation), NOW)
                        : balance.usage("usage", money(-operation), NOW);
                posted.add(transaction);
                balance = balance.after(transaction);
                assertThat(isEitherInCreditOrOwing(posted)).isTrue();
            }
        }

        assertThat(sumsByCurrency(posted).values()).allMatch(sum -> sum.signum() == 0);
        assertThat(balance.amount())
                .isEqualTo(money(operations.stream().mapToLong(Long::longValue).sum()));
    }

    @Example
    void usesCreditFirstAndOwesTheRest() {
        CustomerBalance balance = new CustomerBalance("acct_1", Money.usd("0.000000000001"));

        Transaction usage = balance.usage("u1", Money.usd("0.000000000003"), NOW);

        assertThat(usage.on(LedgerAccount.credit("acct_1"))).isEqualTo(Money.usd("0.000000000001"));
        assertThat(usage.on(LedgerAccount.receivable("acct_1"))).isEqualTo(Money.usd("0.000000000002"));
        assertThat(usage.on(LedgerAccount.USAGE_REVENUE)).isEqualTo(Money.usd("-0.000000000003"));
    }

    @Example
    void settlesWhatWasUsedBeforeTheAccountWasOpened() {
        Transaction gift = new CustomerBalance("acct_1", Money.usd("-2")).signUp(Money.usd("5"), NOW);

        assertThat(gift.id()).isEqualTo("signup:acct_1");
        assertThat(gift.on(LedgerAccount.receivable("acct_1"))).isEqualTo(Money.usd("-2"));
        assertThat(gift.on(LedgerAccount.credit("acct_1"))).isEqualTo(Money.usd("-3"));
    }

    @Example
    void refusesATransactionThatDoesNotBalance() {
        List<Entry> crooked = List.of(
                new Entry(LedgerAccount.PROMOTION, Money.usd("1")),
                new Entry(LedgerAccount.USAGE_REVENUE, Money.usd("-0.999999999999")));

        assertThatThrownBy(() -> new Transaction("t", "acct_1", Kind.USAGE, NOW, crooked))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void refusesATransactionOfNothing() {
        assertThatThrownBy(() -> new Entry(LedgerAccount.PROMOTION, Money.usd("0")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Transaction("t", "acct_1", Kind.USAGE, NOW, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean isEitherInCreditOrOwing(List<Transaction> posted) {
        BigDecimal credit = sumOn(posted, LedgerAccount.credit("acct_1"));
        BigDecimal owed = sumOn(posted, LedgerAccount.receivable("acct_1"));
        return credit.signum() <= 0 && owed.signum() >= 0 && (credit.signum() == 0 || owed.signum() == 0);
    }

    private static BigDecimal sumOn(List<Transaction> posted, LedgerAccount account) {
        return posted.stream()
                .map(transaction -> transaction.on(account).amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Map<Currency, BigDecimal> sumsByCurrency(List<Transaction> posted) {
        return posted.stream()
                .flatMap(transaction -> transaction.entries().stream())
                .map(Entry::amount)
                .collect(Collectors.toMap(Money::currency, Money::amount, BigDecimal::add));
    }

    private static Money money(long unscaled) {
        return new Money(BigDecimal.valueOf(unscaled, Money.METERING_SCALE), Money.USD);
    }
}
