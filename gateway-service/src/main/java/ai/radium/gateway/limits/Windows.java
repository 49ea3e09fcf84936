package ai.radium.gateway.limits;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one caller as one loop knows them: permits at hand, who waits for some, and whether the window is
 * closed. One question to Redis is open at a time and asks for all who wait.
 */
final class Windows {
    private static final int MOST_QUESTIONS = 3;

    /** Unused permits start back so long before others stop waiting for them. */
    private static final Duration WAY_BACK = Duration.ofMillis(200);

    private final Quota quota;
    private final LoopLimits limits;
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private final Looks looks;
    private long permits;
    private long permitsEndNanos;
    private long closedUntilNanos;
    private boolean asking;
    private long usedAtNanos;

    /** That the permits at hand came with. */
    private @Nullable Grant last;

    /** The last that was heard, by whatever question. */
    private @Nullable Grant heard;

    private int lastLeased;

    Windows(Quota quota, LoopLimits limits) {
        this.quota = quota;
        this.limits = limits;
        looks = new Looks(this::lookInRedis);
        long now = limits.nanos();
        permitsEndNanos = now;
        closedUntilNanos = now;
        usedAtNanos = now;
    }

    /** @param questions how often Redis was asked for this one */
    private record Waiter(Consumer<Decision> then, int questions) {}

    void acquire(Consumer<Decision> then) {
        long now = limits.nanos();
        usedAtNanos = now;
        if (closedUntilNanos - now > 0) {
            then.accept(usedUp(now));
        } else if (permits > 0 && permitsEndNanos - now > 0) {
            permits--;
            then.accept(new Decision.Admitted(allowance()));
        } else if (limits.redisIsAway(now)) {
            then.accept(decideAlone());
        } else {
            waiting.add(new Waiter(then, 0));
            askIfNeeded();
        }
    }

    private void askIfNeeded() {
        if (asking || waiting.isEmpty()) {
            return;
        }
        asking = true;
        limits.stats().ask();
        long needed = waiting.size();
        long askedAt = limits.nanos();
        var question = new Question();
        var timeout = limits.loop().schedule(() -> late(question), limits.patienceMillis(), MILLISECONDS);
        long[] alone = limits.share().report(quota);
        limits.redis()
                .take(quota, needed, alone)
                .whenComplete((grant, failure) -> limits.loop().execute(() -> {
                    timeout.cancel(false);
                    if (failure != null) {
                        limits.share().unreport(quota, alone);
                    }
                    if (question.late) {
                        answeredLate(question, grant);
                    } else if (failure != null) {
                        late(question);
                    } else {
                        answered(grant, askedAt);
                    }
                }));
    }

    private static final class Question {
        private boolean late;
        private long decidedAlone;
    }

    private void answered(Grant grant, long askedAt) {
        long now = limits.nanos();
        asking = false;
        limits.redisAnswered(true, now);
        last = grant;
        heard = grant;
        permits = grant.given();
        long millisLeft = grant.windows().stream()
                .mapToLong(Grant.Window::millisLeft)
                .min()
                .orElse(0);
        permitsEndNanos = askedAt + MILLISECONDS.toNanos(millisLeft);
        // Only those who waited when it was asked are sure of an answer; the rest asks again.
        while (permits > 0 && !waiting.isEmpty()) {
            permits--;
            waiting.poll().then().accept(new Decision.Admitted(allowance()));
        }
        if (permits > 0) {
            giveBackLater(askedAt);
        }
        if (grant.given() == 0) {
            refused(grant, now);
        }
        askIfNeeded();
    }

    /** Nothing was left. If other gateways may give some back, those who wait ask again when that is over. */
    private void refused(Grant grant, long now) {
        List<Waiter> refused = List.copyOf(waiting);
        waiting.clear();
        if (grant.waitMillis() == 0) {
            closedUntilNanos =
                    now + MILLISECONDS.toNanos(grant.exhausted(quota.counters()).millisLeft());
        }
        for (Waiter waiter : refused) {
            if (grant.waitMillis() == 0 || waiter.questions() >= MOST_QUESTIONS) {
                waiter.then().accept(usedUp(now));
            } else {
                limits.loop()
                        .schedule(
                                () -> {
                                    waiting.add(new Waiter(waiter.then(), waiter.questions() + 1));
                                    askIfNeeded();
                                },
                                grant.waitMillis() + 1,
                                MILLISECONDS);
            }
        }
    }

    private void giveBackLater(long askedAt) {
        int lease = ++lastLeased;
        limits.loop()
                .schedule(
                        () -> {
                            if (lease == lastLeased) {
                                giveBack();
                            }
                        },
                        askedAt + RedisPermits.HOLD.minus(WAY_BACK).toNanos() - limits.nanos(),
                        NANOSECONDS);
    }

    private void giveBack() {
        if (permits > 0 && last != null) {
            limits.redis().giveBack(quota, permits, last);
            permits = 0;
        }
    }

    private void late(Question question) {
        question.late = true;
        asking = false;
        limits.redisAnswered(false, limits.nanos());
        for (Waiter waiter = waiting.poll(); waiter != null; waiter = waiting.poll()) {
            Decision decision = decideAlone();
            if (decision instanceof Decision.Admitted) {
                question.decidedAlone++;
            }
            waiter.then().accept(decision);
        }
    }

    /** Its permits count for those who were admitted alone meanwhile; the rest goes back. */
    private void answeredLate(Question question, @Nullable Grant grant) {
        if (grant == null || grant.given() == 0) {
            return;
        }
        long counted = Math.min(grant.given(), question.decidedAlone);
        limits.share().uncount(quota, counted);
        if (grant.given() > counted) {
            limits.redis().giveBack(quota, grant.given() - counted, grant);
        }
    }

    private Decision decideAlone() {
        limits.stats().decideAlone();
        return limits.share().take(quota, knownWindows(), limits.redis().gateways());
    }

    private Decision usedUp(long now) {
        long millis = last == null ? 0 : last.exhausted(quota.counters()).millisLeft();
        long closed = closedUntilNanos - now;
        return new Decision.WindowUsedUp(
                allowance(), LocalShare.secondsUntil(closed > 0 ? NANOSECONDS.toMillis(closed) : millis));
    }

    /** Tells how the tightest counter stands in Redis, for all gateways, and takes nothing. */
    void look(Consumer<Allowance> then) {
        usedAtNanos = limits.nanos();
        if (limits.redisIsAway(usedAtNanos)) {
            then.accept(allowanceAlone());
        } else {
            looks.add(then);
        }
    }

    private void lookInRedis() {
        limits.stats().ask();
        var question = new Question();
        var timeout = limits.loop().schedule(() -> lookedInVain(question), limits.patienceMillis(), MILLISECONDS);
        limits.redis()
                .look(quota)
                .whenComplete((grant, failure) -> limits.loop().execute(() -> {
                    timeout.cancel(false);
                    if (question.late) {
                        return;
                    }
                    if (failure != null) {
                        lookedInVain(question);
                    } else {
                        limits.redisAnswered(true, limits.nanos());
                        heard = grant;
                        looks.answer(allowance(grant));
                    }
                }));
    }

    private void lookedInVain(Question question) {
        question.late = true;
        limits.redisAnswered(false, limits.nanos());
        looks.answer(allowanceAlone());
    }

    private Allowance allowanceAlone() {
        return limits.share().look(quota, knownWindows(), limits.redis().gateways());
    }

    private List<Grant.Window> knownWindows() {
        return last == null ? List.of() : last.windows();
    }

    /** As last heard. */
    Allowance allowance() {
        return heard == null ? allowanceAlone() : allowance(heard);
    }

    /** As the tightest counter stands, permits at hand included. */
    private Allowance allowance(Grant grant) {
        int tightest = grant.tightest(quota.counters());
        Counter counter = quota.counters().get(tightest);
        Grant.Window window = grant.windows().get(tightest);
        long atHand = permitsEndNanos - limits.nanos() > 0 ? permits : 0;
        return new Allowance(
                counter.limit(),
                Math.clamp(counter.limit() - window.used() + atHand, 0, counter.limit()),
                Math.ceilDiv(window.endMillis(), 1_000L),
                counter.windowSeconds());
    }

    boolean idle(long now) {
        return permits == 0
                && waiting.isEmpty()
                && looks.isIdle()
                && !asking
                && closedUntilNanos - now <= 0
                && now - usedAtNanos > MILLISECONDS.toNanos(60_000);
    }
}
