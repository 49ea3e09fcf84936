package ai.radium.worker.serving;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The answer to a request for a place. */
sealed interface Entry {
    /** A place in the queue, or at once a slot. Whoever holds it must leave. */
    final class Ticket implements Entry {
        private final int position;
        private final CountDownLatch turn;

        Ticket(int position) {
            this.position = position;
            this.turn = new CountDownLatch(position == 0 ? 0 : 1);
        }

        /** 0 = runs at once. */
        int position() {
            return position;
        }

        void awaitTurn() throws InterruptedException {
            turn.await();
        }

        void grant() {
            turn.countDown();
        }
    }

    record QueueFull(Duration predictedWait) implements Entry {}

    record Draining() implements Entry {}
}
