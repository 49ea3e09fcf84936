package ai.radium.billing.ledger;

import ai.radium.kit.money.Money;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is posted at once.
 *
 * @param id unique for ever: the usage record's, the purchase's or the adjustment's id, or {@code signup:} and the account
 * @param entries sum to zero in each currency
 */
public record Transaction(String id, String customer, Kind kind, Instant time, List<Entry> entries) {
    public Transaction {
        entries = List.copyOf(entries);
        if (entries.isEmpty() || !isBalanced(entries)) {
            throw new IllegalArgumentException("transaction " + id + " does not balance");
        }
    }

    /** Why money moved. */
    public enum Kind {
        SIGN_UP,
        USAGE,
        PURCHASE,
        ADJUSTMENT
    }

    /** Money from one account of the books to another; an amount of zero moves nothing. */
    record Movement(LedgerAccount debit, LedgerAccount credit, Money amount) {
        Stream<Entry> entries() {
            return amount.isPositive()
                    ? Stream.of(new Entry(debit, amount), new Entry(credit, amount.negated()))
                    : Stream.empty();
        }
    }

    static Transaction of(String id, String customer, Kind kind, Instant time, Movement... movements) {
        return new Transaction(
                id,
                customer,
                kind,
                time,
                Stream.of(movements).flatMap(Movement::entries).toList());
    }

    /** What the account was debited here, less what it was credited. */
    public Money on(LedgerAccount account) {
        return entries.stream()
                .filter(entry -> entry.account().equals(account))
                .map(Entry::amount)
                .reduce(Money.zero(Money.USD), Money::plus);
    }

    private static boolean isBalanced(List<Entry> entries) {
        Map<Currency, Money> sums = entries.stream()
                .map(Entry::amount)
                .collect(Collectors.toMap(Money::currency, amount -> amount, Money::plus));
        return sums.values().stream().allMatch(sum -> sum.amount().signum() == 0);
    }
}
