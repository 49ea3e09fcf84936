package ai.radium.kit.database;

import ai.radium.kit.database.Holder.Kind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Who holds how many connections of the pool, and who waits. An account holds at most its share; each kind of holder
 * finds one connection that the others leave to it. Whoever holds least is next, then whoever has waited longest.
 */
final class Places {
    private static final int LEFT_TO_EACH_KIND = 1;
    private static final int KINDS = Kind.values().length;

    /** Fewer would leave no account anything beside another one. */
    private static final int SMALLEST_POOL = KINDS + 1;

    private final int size;
    private final int share;
    private final int ownShare;
    private final int mostWaiting;
    private final Map<Holder, Line> lines = new HashMap<>();
    private long asked;

    enum Answer {
        HELD,
        WAITS,
        FULL
    }

    private record Ticket(long number, Runnable turn) {}

    private static final class Line {
        private final Deque<Ticket> waiting = new ArrayDeque<>();
        private int held;
    }

    /**
     * @param size connections of the pool, at least 4
     * @param sharePercent of the pool that one account may hold
     * @param mostWaiting requests of one account
     */
    Places(int size, int sharePercent, int mostWaiting) {
        require(size >= SMALLEST_POOL, "quarkus.datasource.reactive.max-size must be at least " + SMALLEST_POOL);
        require(sharePercent >= 1 && sharePercent <= 100, "radium.database.account-share-percent must be 1 to 100");
        require(mostWaiting >= 0, "radium.database.account-waiting-requests must be at least 0");
        this.size = size;
        this.share = Math.clamp((long) size * sharePercent / 100, 1, size - KINDS);
        this.ownShare = size / 2;
        this.mostWaiting = mostWaiting;
    }

    /** @param turn run by {@link #release} when the answer was to wait and a connection is held now */
    synchronized Answer take(Holder holder, Runnable turn) {
        Line line = lines.computeIfAbsent(holder, ignored -> new Line());
        if (line.waiting.isEmpty() && mayHold(holder, line)) {
            line.held++;
            return Answer.HELD;
        }
        if (holder.kind() == Kind.ACCOUNT && line.waiting.size() >= mostWaiting) {
            forgetIfIdle(holder);
            return Answer.FULL;
        }
        line.waiting.add(new Ticket(asked++, turn));
        return Answer.WAITS;
    }

    /** False when its turn came meanwhile. */
    synchronized boolean giveUp(Holder holder, Runnable turn) {
        Line line = lines.get(holder);
        boolean waited =
                line != null && line.waiting.removeIf(ticket -> ticket.turn().equals(turn));
        forgetIfIdle(holder);
        return waited;
    }

    void release(Holder holder) {
        released(holder).ifPresent(Runnable::run);
    }

    synchronized int waiting(Kind kind) {
        return lines.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToInt(entry -> entry.getValue().waiting.size())
                .sum();
    }

    /** One connection that is free again is enough for one who waits, at most. */
    private synchronized Optional<Runnable> released(Holder holder) {
        Objects.requireNonNull(lines.get(holder), "only what was held is released").held--;
        forgetIfIdle(holder);
        return lines.entrySet().stream()
                .filter(entry -> !entry.getValue().waiting.isEmpty() && mayHold(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getValue)
                .min(Comparator.<Line>comparingInt(line -> line.held)
                        .thenComparingLong(line -> line.waiting.element().number()))
                .map(Places::next);
    }

    private static Runnable next(Line line) {
        line.held++;
        return line.waiting.remove().turn();
    }

    private boolean mayHold(Holder holder, Line line) {
        int most = holder.kind() == Kind.ACCOUNT ? share : ownShare;
        return line.held < most && free() > leftToOthers(holder.kind());
    }

    private int free() {
        return size - lines.values().stream().mapToInt(line -> line.held).sum();
    }

    private int leftToOthers(Kind kind) {
        return Arrays.stream(Kind.values())
                .filter(other -> other != kind)
                .mapToInt(other -> Math.max(0, LEFT_TO_EACH_KIND - held(other)))
                .sum();
    }

    private int held(Kind kind) {
        return lines.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToInt(entry -> entry.getValue().held)
                .sum();
    }

    private void forgetIfIdle(Holder holder) {
        lines.computeIfPresent(holder, (ignored, line) -> line.held == 0 && line.waiting.isEmpty() ? null : line);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
