package ai.radium.worker.serving;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The answer to a request for a place. */
sealed interface Entry {
    enum Turn {
        WAITING,
        /** Has a slot. */
        GRANTED,
        /** The place went to an account that had less than its share of the queue. */
        DISPLACED
    }

    /** A place in the queue, or at once a slot. Whoever holds it must leave. */
    final class Ticket implements Entry {
        private final Account account;
        private final long number;
        private final int position;
        private final long estimate;
        private final CountDownLatch decided = new CountDownLatch(1);
        private volatile Turn turn = Turn.WAITING;
        private volatile boolean used;
        private long charged;

        /**
         * @param number counts up with every ticket
         * @param estimate prompt tokens, until the engine has counted
         */
        Ticket(Account account, long number, int position, long estimate) {
            this.account = account;
            this.number = number;
            this.position = position;
            this.estimate = estimate;
        }

        Account account() {
            return account;
        }

        long number() {
            return number;
        }

        /** 0 = runs at once. */
        int position() {
            return position;
        }

        long estimate() {
            return estimate;
        }

        /** Until it is granted or displaced. */
        Turn awaitTurn() throws InterruptedException {
            decided.await();
            used = true;
            return turn;
        }

        Turn turn() {
            return turn;
        }

        /** Whoever never asked for its turn gave the engine nothing to do. */
        boolean isUsed() {
            return used;
        }

        /** To the account's counter, in place of what it was charged before; guarded by {@link Admission}. */
        void charge(long weightedTokens) {
            account.counter += weightedTokens - charged;
            charged = weightedTokens;
        }

        void decide(Turn how) {
            turn = how;
            decided.countDown();
        }
    }

    /** No place. */
    sealed interface Refused extends Entry {}

    record QueueFull(Duration predictedWait) implements Refused {}

    record Draining() implements Refused {}
}
