package ai.radium.worker.serving;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Turns to do what comes before the queue: to read a request, and to have the engine count and check it. An account has half of
 * the turns at most, and those who wait get them by account, so that whoever sends what is costly to refuse waits for himself.
 */
final class Preparations {
    /** Of one account, where the queue is shorter. */
    private static final int FEWEST_WAITING = 64;

    private final int most;
    private final int mostWaiting;
    private final LinkedHashMap<String, Account> accounts =
            new LinkedHashMap<>(); // the one that had a turn last comes last
    private int running;

    private static final class Account {
        private final Deque<CountDownLatch> waiting = new ArrayDeque<>();
        private int running;
    }

    /**
     * @param most turns at once, 2 or more
     * @param queueCapacity of the queue behind: an account that comes with as many at once has them all prepared
     */
    Preparations(int most, int queueCapacity) {
        this.most = most;
        this.mostWaiting = Math.max(FEWEST_WAITING, queueCapacity);
    }

    /** Waits for a turn, which has to be given back with {@link #leave}; false when too many of the account wait already. */
    boolean enter(String name) throws InterruptedException {
        CountDownLatch turn = new CountDownLatch(1);
        synchronized (this) {
            Account account = accounts.computeIfAbsent(name, _ -> new Account());
            if (account.waiting.size() >= mostWaiting) {
                return false;
            }
            account.waiting.add(turn);
            grant();
        }
        try {
            turn.await();
            return true;
        } catch (InterruptedException e) {
            giveUp(name, turn);
            throw e;
        }
    }

    synchronized void leave(String name) {
        running--;
        Account account = accounts.get(name);
        if (account != null && --account.running == 0 && account.waiting.isEmpty()) {
            accounts.remove(name);
        }
        grant();
    }

    synchronized int waiting() {
        return accounts.values().stream()
                .mapToInt(account -> account.waiting.size())
                .sum();
    }

    private synchronized void giveUp(String name, CountDownLatch turn) {
        if (turn.getCount() == 0) {
            leave(name);
            return;
        }
        Account account = accounts.get(name);
        if (account != null && account.waiting.remove(turn) && account.waiting.isEmpty() && account.running == 0) {
            accounts.remove(name);
        }
    }

    private void grant() {
        for (Optional<Map.Entry<String, Account>> next = next(); next.isPresent(); next = next()) {
            Account account = next.get().getValue();
            accounts.putLast(next.get().getKey(), account);
            account.running++;
            running++;
            account.waiting.remove().countDown();
        }
    }

    private Optional<Map.Entry<String, Account>> next() {
        if (running >= most) {
            return Optional.empty();
        }
        return accounts.entrySet().stream()
                .filter(entry -> !entry.getValue().waiting.isEmpty() && entry.getValue().running < most / 2)
                .findFirst();
    }
}
