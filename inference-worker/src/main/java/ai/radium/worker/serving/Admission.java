package ai.radium.worker.serving;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Slots and the bounded queue before them, first come first served. */
final class Admission {
    /** Weight of the newest generation in the mean run time, and the mean before there is one. */
    private static final double NEWEST = 0.2;

    private static final double FIRST_GUESS_SECONDS = 2;

    private final int slots;
    private final int queueCapacity;
    private final Deque<Entry.Ticket> waiting = new ArrayDeque<>();
    private int running;
    private boolean draining;
    private double meanSeconds = FIRST_GUESS_SECONDS;

    Admission(int slots, int queueCapacity) {
        this.slots = slots;
        this.queueCapacity = queueCapacity;
    }

    synchronized Entry enter() {
        if (draining) {
            return new Entry.Draining();
        }
        if (running < slots && waiting.isEmpty()) {
            running++;
            return new Entry.Ticket(0);
        }
        if (waiting.size() >= queueCapacity) {
            return new Entry.QueueFull(predictedWait());
        }
        Entry.Ticket ticket = new Entry.Ticket(waiting.size() + 1);
        waiting.add(ticket);
        return ticket;
    }

    /** Gives the place back, whether its turn came or not. */
    synchronized void leave(Entry.Ticket ticket) {
        if (waiting.remove(ticket)) {
            notifyAll();
            return;
        }
        Entry.Ticket next = waiting.poll();
        if (next == null) {
            running--;
        } else {
            next.grant();
        }
        notifyAll();
    }

    /** Feeds the prediction of waiting times. */
    synchronized void ran(Duration time) {
        meanSeconds += NEWEST * (time.toNanos() / 1e9 - meanSeconds);
    }

    synchronized void drain() {
        draining = true;
        notifyAll();
    }

    /** Waits until nothing runs or waits; returns what is left when the time is over. */
    synchronized int awaitIdle(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (running + waiting.size() > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return running + waiting.size();
    }

    synchronized Occupancy occupancy() {
        return new Occupancy(slots, running, waiting.size(), queueCapacity, draining, predictedWait());
    }

    /** Until somebody who comes now would run. */
    private Duration predictedWait() {
        if (running < slots && waiting.isEmpty()) {
            return Duration.ZERO;
        }
        return Duration.ofMillis((long) (1000 * meanSeconds * (waiting.size() + 1) / slots));
    }

    /** Who is where at one moment. */
    record Occupancy(int slots, int running, int queued, int queueCapacity, boolean draining, Duration predictedWait) {}
}
