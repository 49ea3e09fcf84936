package ai.radium.gateway.funds;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import ai.radium.contracts.billing.FundsChanged;
import ai.radium.contracts.usage.UsageRecord;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One account's funds at this process. All loops share them, so that little is held ahead of need; the lock is held for some
 * arithmetic, never for a wait. One question to Redis is open at a time and asks for all who wait; what it gives back is not used
 * any more while it is on its way.
 */
final class AccountFunds {
    /** What is held and not needed goes back so long after it became so. */
    private static final Duration REPORT = Duration.ofMillis(500);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final String account;
    private final FundsParts parts;
    private final AccountBooks books;
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private boolean asking;
    private boolean mustSay;
    private boolean reporting;
    private boolean retrying;
    private boolean used;

    AccountFunds(String account, FundsParts parts) {
        this.account = account;
        this.parts = parts;
        books = new AccountBooks(this, parts);
    }

    /** The answer comes on that loop: within this call when enough is held. */
    void reserve(Worth worth, EventLoop loop, Consumer<Cover> then) {
        Cover cover = atOnce(worth);
        if (cover != null) {
            then.accept(cover);
            askForMore();
        } else {
            long end = parts.time().nanos() + parts.bounds().patience().toNanos();
            add(new Waiter(worth, loop, then, end));
        }
    }

    private synchronized @Nullable Cover atOnce(Worth worth) {
        used = true;
        return books.atOnce(worth);
    }

    /** Of a call for which nothing is kept; what it costs counts all the same. */
    synchronized Reservation unreserved() {
        return books.reservation(0);
    }

    private void add(Waiter waiter) {
        Question question;
        synchronized (this) {
            waiting.add(waiter);
            question = nextQuestion();
        }
        ask(question);
    }

    /** Before what is held is used up, so that no call waits. */
    private void askForMore() {
        Question question;
        synchronized (this) {
            question = !asking && books.isLow() ? question(false, 1) : null;
        }
        ask(question);
    }

    private @Nullable Question nextQuestion() {
        return asking || (waiting.isEmpty() && !mustSay) ? null : question(mustSay, 0);
    }

    /**
     * @param givesBack what is held and not committed; otherwise calls go on to use it
     * @param atLeast what to ask for if nobody waits
     */
    private @Nullable Question question(boolean givesBack, long atLeast) {
        Credit known = books.credit();
        if (known == null) {
            return null;
        }
        asking = true;
        mustSay = false;
        Purse purse = books.purse();
        long heldBefore = purse.held();
        purse.ask();
        purse.hold(givesBack ? purse.committed() : Math.max(heldBefore, purse.committed()));
        long needed = -purse.free();
        for (Waiter waiter : waiting) {
            waiter.ask();
            needed = Math.min(NanoDollars.MOST, needed + waiter.worth().most());
        }
        return new Question(
                purse.held(),
                Math.max(atLeast, needed),
                known.version(),
                known.left(parts.time().now()),
                heldBefore);
    }

    private void ask(@Nullable Question question) {
        if (question == null) {
            return;
        }
        CompletionStage<Holding> answer = parts.redis().hold(account, question);
        if (answer.toCompletableFuture().isCompletedExceptionally()) {
            failed(question, true);
            return;
        }
        parts.redis().later(() -> late(question), parts.bounds().redisPatience());
        answer.whenComplete((holding, failure) -> {
            if (failure == null) {
                answered(question, holding);
            } else {
                failed(question, false);
            }
        });
    }

    private void answered(Question question, Holding holding) {
        parts.redis().answered(true);
        List<Runnable> news = new ArrayList<>();
        Question next;
        synchronized (this) {
            asking = false;
            question.end();
            books.hold(holding);
            serve(holding, news);
            books.served();
            mustSay |= books.isNearItsEnd();
            next = nextQuestion();
            reportLater();
        }
        news.forEach(Runnable::run);
        ask(next);
    }

    /** Those who came after it was asked ask again. */
    private void serve(Holding holding, List<Runnable> news) {
        for (int i = waiting.size(); i > 0; i--) {
            Waiter waiter = waiting.remove();
            Cover cover = waiter.isAsked() ? books.cover(waiter, holding) : null;
            if (cover != null) {
                news.add(waiter.told(cover));
            } else if (waiter.isAsked()) {
                waiter.askLater();
                news.add(() -> waiter.loop().schedule(() -> add(waiter), holding.waitMillis() + 1, MILLISECONDS));
            } else {
                waiting.add(waiter);
            }
        }
    }

    /** The question stays open: its answer still counts, whenever it comes. */
    private void late(Question question) {
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            if (!question.isOver()) {
                parts.redis().answered(false);
                waitOn(news);
            }
        }
        news.forEach(Runnable::run);
    }

    /** @param notSent whether Redis surely did not hear of it */
    private void failed(Question question, boolean notSent) {
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            asking = false;
            question.end();
            if (notSent) {
                books.purse().hold(question.heldBefore());
            } else {
                parts.redis().mayNotKnow();
            }
            parts.redis().answered(false);
            waitOn(news);
            reportLater();
        }
        news.forEach(Runnable::run);
    }

    /** Without Redis' answer a call is decided alone where that may be, or waits for as long as it does. */
    private void waitOn(List<Runnable> news) {
        long now = parts.time().nanos();
        waiting.removeIf(waiter -> {
            Cover cover = books.alone(waiter.worth());
            if (cover == null && waiter.isOver(now)) {
                cover = books.unsure();
            }
            if (cover != null) {
                news.add(waiter.told(cover));
            }
            return cover != null;
        });
        if (!waiting.isEmpty() && !retrying) {
            retrying = true;
            parts.redis().later(this::retry, BETWEEN_TRIES);
        }
    }

    private void retry() {
        List<Runnable> news = new ArrayList<>();
        Question question;
        synchronized (this) {
            retrying = false;
            waitOn(news);
            question = nextQuestion();
        }
        news.forEach(Runnable::run);
        ask(question);
    }

    /** Redis does not know what is held here. */
    void say() {
        Question question;
        synchronized (this) {
            mustSay |= books.purse().held() != 0 || books.purse().committed() != 0;
            question = nextQuestion();
        }
        ask(question);
    }

    synchronized void hear(FundsChanged told) {
        books.hear(told);
        reportLater();
    }

    void spend(UsageRecord record) {
        long cost = parts.tariffs().costOf(record);
        synchronized (this) {
            books.purse().spend(cost);
        }
    }

    void free(long amount) {
        parts.stats().freed();
        synchronized (this) {
            books.purse().release(amount);
            reportLater();
        }
    }

    private void reportLater() {
        if (!reporting && books.purse().excess() > 0) {
            reporting = true;
            parts.redis().later(this::report, REPORT);
        }
    }

    private void report() {
        Question question = null;
        synchronized (this) {
            reporting = false;
            boolean stays = parts.redis().isAway() || asking || (used && books.isAmple());
            used = false;
            if (books.purse().excess() > 0 && !stays) {
                question = question(true, 0);
            } else {
                reportLater();
            }
        }
        ask(question);
    }
}
