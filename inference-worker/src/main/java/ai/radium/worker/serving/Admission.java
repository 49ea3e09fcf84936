package ai.radium.worker.serving;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Slots and the bounded queue before them, shared between accounts by the tokens that they were served; within an account,
 * first come first served. While several accounts come, none of them has all slots: some are kept for the others, so that
 * somebody with little to ask need not wait for the end of another's long answer. Only an account that has been served far
 * less than all others that wait may have those too.
 */
final class Admission {
    /** Weight of the newest generation in the mean run time, and the mean before there is one. */
    private static final double NEWEST = 0.2;

    private static final double FIRST_GUESS_SECONDS = 2;

    /** Output costs its token twice, as in the paper and in most price lists. */
    private static final int OUTPUT_WEIGHT = 2;

    /** Until the engine has counted. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    /** So long after another account came a half of the slots is kept for it, and then a quarter. */
    private static final long HALF_KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long QUARTER_KEPT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int slots;
    private final int queueCapacity;
    private final LongSupplier nanoClock;
    private final Accounts accounts = new Accounts();
    private int running;
    private int waiting;
    private long tickets;
    private boolean draining;
    private double meanSeconds = FIRST_GUESS_SECONDS;
    private Optional<Arrival> latest = Optional.empty();
    private Optional<Arrival> latestOfAnother = Optional.empty();

    private record Arrival(String account, long nanos) {}

    Admission(int slots, int queueCapacity) {
        this(slots, queueCapacity, System::nanoTime);
    }

    Admission(int slots, int queueCapacity, LongSupplier nanoClock) {
        this.slots = slots;
        this.queueCapacity = queueCapacity;
        this.nanoClock = nanoClock;
    }

    /** Why there would be no place for the account now; it gets none by asking. */
    synchronized Optional<Entry.Refused> lookIn(String account) {
        if (draining) {
            return Optional.of(new Entry.Draining());
        }
        boolean isFull = !runsAtOnce(account) && waiting >= queueCapacity;
        return isFull && accounts.displacedBy(account, queueCapacity).isEmpty()
                ? Optional.of(new Entry.QueueFull(predictedWait()))
                : Optional.empty();
    }

    /** @param characters of the input, which the account is charged for when its turn comes, until there is a count */
    synchronized Entry enter(String account, int characters) {
        if (draining) {
            return new Entry.Draining();
        }
        arrived(account);
        if (runsAtOnce(account)) {
            Entry.Ticket ticket = ticket(account, 0, characters);
            grant(ticket);
            return ticket;
        }
        if (waiting >= queueCapacity && !makeRoomFor(account)) {
            return new Entry.QueueFull(predictedWait());
        }
        waiting++;
        Entry.Ticket ticket = ticket(account, waiting, characters);
        ticket.account().waiting.add(ticket);
        return ticket;
    }

    /** Corrects what the account was charged to the engine's counts so far; 0 prompt tokens = not counted yet. */
    synchronized void served(Entry.Ticket ticket, int promptTokens, int completionTokens) {
        long prompt = promptTokens > 0 ? promptTokens : ticket.estimate();
        ticket.charge(prompt + (long) OUTPUT_WEIGHT * completionTokens);
    }

    /** Gives the place back, whether its turn came or not. */
    synchronized void leave(Entry.Ticket ticket) {
        Account account = ticket.account();
        if (account.waiting.remove(ticket)) {
            waiting--;
            accounts.left(account);
        } else if (ticket.turn() == Entry.Turn.GRANTED) {
            giveBack(ticket);
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
        while (running + waiting > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return running + waiting;
    }

    synchronized Occupancy occupancy() {
        return new Occupancy(slots, running, waiting, queueCapacity, draining, predictedWait());
    }

    private Entry.Ticket ticket(String account, int position, int characters) {
        return new Entry.Ticket(accounts.arriving(account), ++tickets, position, characters / CHARACTERS_PER_TOKEN);
    }

    private void grant(Entry.Ticket ticket) {
        running++;
        ticket.account().running++;
        ticket.charge(ticket.estimate());
        ticket.decide(Entry.Turn.GRANTED);
    }

    private void giveBack(Entry.Ticket ticket) {
        if (!ticket.isUsed()) {
            ticket.charge(0);
        }
        running--;
        ticket.account().running--;
        for (var next = next(); next.isPresent(); next = next()) {
            next.get().account().waiting.remove(next.get());
            waiting--;
            grant(next.get());
        }
        accounts.left(ticket.account());
    }

    private Optional<Entry.Ticket> next() {
        return running < slots
                ? accounts.next(account -> mayRun(account.name) || accounts.isFarBehind(account))
                : Optional.empty();
    }

    private boolean runsAtOnce(String account) {
        return running < slots && mayRun(account) && next().isEmpty();
    }

    /** Whether the account has less than it may have while others come. */
    private boolean mayRun(String account) {
        return accounts.running(account) < slots - keptFrom(account);
    }

    private int keptFrom(String account) {
        if (accounts.waiting(account) < waiting) {
            return slots / 2;
        }
        long age = latest.filter(arrival -> !arrival.account().equals(account))
                .or(() -> latestOfAnother)
                .map(arrival -> nanoClock.getAsLong() - arrival.nanos())
                .orElse(Long.MAX_VALUE);
        if (age < HALF_KEPT_NANOS) {
            return slots / 2;
        }
        return age < QUARTER_KEPT_NANOS ? slots / 4 : 0;
    }

    private void arrived(String account) {
        if (latest.isPresent() && !latest.get().account().equals(account)) {
            latestOfAnother = latest;
        }
        latest = Optional.of(new Arrival(account, nanoClock.getAsLong()));
    }

    private boolean makeRoomFor(String account) {
        Optional<Entry.Ticket> displaced = accounts.displacedBy(account, queueCapacity);
        displaced.ifPresent(ticket -> {
            ticket.account().waiting.remove(ticket);
            waiting--;
            ticket.decide(Entry.Turn.DISPLACED);
        });
        return displaced.isPresent();
    }

    /** Until somebody who comes now would run. */
    private Duration predictedWait() {
        if (running < slots && waiting == 0) {
            return Duration.ZERO;
        }
        return Duration.ofMillis((long) (1000 * meanSeconds * (waiting + 1) / slots));
    }

    /** Who is where at one moment. */
    record Occupancy(int slots, int running, int queued, int queueCapacity, boolean draining, Duration predictedWait) {}
}
