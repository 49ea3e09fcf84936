package ai.radium.worker.serving;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who is next, by the Virtual Token Counter of "Fairness in Serving Large Language Models" (arXiv 2401.00588): every account
 * has a counter of the tokens it was served, and the least served one that waits goes first. An account that comes back is
 * lifted to the least served one, so that nobody saves up turns by staying away. Guarded by {@link Admission}.
 */
final class Accounts {
    /** An account that was forgotten comes back as one that is new here. */
    private static final int MOST_IDLE = 1_000;

    /** In weighted tokens: that of a prompt of four thousand tokens, or of an answer of two thousand. */
    static final int FAR_BEHIND = 4_096;

    private final Map<String, Account> active = new HashMap<>();
    private final Map<String, Long> idleCounters = new LinkedHashMap<>();

    /** The account that somebody comes for, with its counter lifted if it has to be. */
    Account arriving(String name) {
        Account account = active.get(name);
        if (account == null) {
            Long counter = idleCounters.remove(name);
            account = new Account(name, counter == null ? 0 : counter);
        }
        if (!account.isWaiting()) {
            account.counter = Math.max(account.counter, leastServed().orElse(account.counter));
        }
        active.put(name, account);
        return account;
    }

    /** To be told when a place was given back. */
    void left(Account account) {
        if (!account.isIdle()) {
            return;
        }
        active.remove(account.name);
        idleCounters.put(account.name, account.counter);
        if (idleCounters.size() > MOST_IDLE) {
            idleCounters.remove(idleCounters.keySet().iterator().next());
        }
        if (active.isEmpty()) {
            idleCounters.clear();
        }
    }

    /** The oldest entry of the least served account that waits and may run. */
    Optional<Entry.Ticket> next(Predicate<Account> mayRun) {
        return waiting()
                .filter(mayRun)
                .map(account -> account.waiting.getFirst())
                .min(Comparator.<Entry.Ticket>comparingLong(ticket -> ticket.account().counter)
                        .thenComparingLong(Entry.Ticket::number));
    }

    /**
     * The newest entry of the account that is furthest over its share of the queue, if the newcomer's account is under its
     * own. Shares are equal and rounded down, so that two accounts never displace each other in turns.
     */
    Optional<Entry.Ticket> displacedBy(String newcomer, int queueCapacity) {
        Account own = active.get(newcomer);
        int held = own == null ? 0 : own.waiting.size();
        long claimants = waiting().count() + (held == 0 ? 1 : 0);
        long share = queueCapacity / claimants;
        if (held >= share) {
            return Optional.empty();
        }
        return waiting()
                .filter(account -> account.waiting.size() > share)
                .max(Comparator.<Account>comparingInt(account -> account.waiting.size())
                        .thenComparingLong(account -> account.counter))
                .map(account -> account.waiting.getLast());
    }

    /** Whether every other account that waits has been served more by this much, and there is one. */
    boolean isFarBehind(Account account) {
        OptionalLong leastOfOthers = least(other -> other.isWaiting() && other != account);
        return leastOfOthers.isPresent() && leastOfOthers.getAsLong() - account.counter > FAR_BEHIND;
    }

    /** Places in the queue that the account has. */
    int waiting(String name) {
        Account account = active.get(name);
        return account == null ? 0 : account.waiting.size();
    }

    /** Slots that the account has. */
    int running(String name) {
        Account account = active.get(name);
        return account == null ? 0 : account.running;
    }

    /** Counters known, of accounts that are idle or not. */
    int size() {
        return active.size() + idleCounters.size();
    }

    private OptionalLong leastServed() {
        OptionalLong ofWaiting = least(Account::isWaiting);
        return ofWaiting.isPresent() ? ofWaiting : least(_ -> true);
    }

    private OptionalLong least(Predicate<Account> which) {
        return active.values().stream()
                .filter(which)
                .mapToLong(account -> account.counter)
                .min();
    }

    private Stream<Account> waiting() {
        return active.values().stream().filter(Account::isWaiting);
    }
}
