package ai.radium.gateway.funds;

import ai.radium.contracts.billing.FundsChanged;
import org.jspecify.annotations.Nullable;

/** One account's funds as this process knows them, and what they cover. Its account guards it. */
final class AccountBooks {
    /** Of what nobody holds, this part may stay with a gateway through which calls come. */
    private static final int AMPLE = 10;

    /** More is asked for, without a call that waits for it, when this part of what was held ahead is left. */
    private static final int LOW = 4;

    private final AccountFunds account;
    private final FundsParts parts;
    private final Purse purse = new Purse();
    private @Nullable Credit credit;
    private long left;
    private long admittedAlone;
    private long ahead;

    AccountBooks(AccountFunds account, FundsParts parts) {
        this.account = account;
        this.parts = parts;
    }

    Purse purse() {
        return purse;
    }

    /** Null when nothing was heard of it. */
    @Nullable
    Credit credit() {
        return credit;
    }

    void hear(FundsChanged told) {
        if (credit != null && told.version() < credit.version()) {
            return;
        }
        Credit known = Credit.of(told);
        if (credit == null) {
            left = known.left(parts.time().now());
        }
        credit = known;
        told.contained().stream()
                .filter(calls -> calls.gateway().equals(parts.gateway()))
                .forEach(calls -> purse.contain(calls.records(), NanoDollars.of(calls.amount())));
    }

    void hold(Holding holding) {
        admittedAlone = 0;
        purse.holdAsNoted(holding.held());
        left = holding.left();
    }

    /** All who were answered have taken what they need. */
    void served() {
        ahead = Math.max(0, purse.free());
    }

    /** Whether calls may soon have to wait, and need not. */
    boolean isLow() {
        return purse.free() < ahead / LOW && isAmple() && !parts.redis().isAway();
    }

    /** Whether somebody else may need what is held here and not used. */
    boolean isNearItsEnd() {
        return left <= 0 && purse.free() > 0;
    }

    boolean isAmple() {
        return credit != null
                && purse.free() <= Math.min(left, credit.left(parts.time().now())) / AMPLE;
    }

    Reservation reservation(long amount) {
        purse.reserve(amount);
        parts.stats().reserved();
        return new AccountReservation(account, amount);
    }

    private Cover covered(Worth worth) {
        return new Cover.Covered(reservation(worth.most()), 0);
    }

    /** Null when Redis must be asked. */
    @Nullable
    Cover atOnce(Worth worth) {
        if (credit == null) {
            parts.stats().admitWithoutFunds();
            return new Cover.Covered(reservation(0), 0);
        }
        if (worth.most() == 0 || purse.free() >= worth.most()) {
            return covered(worth);
        }
        return alone(worth);
    }

    /** What is admitted beyond what is held, or null: while Redis is there it decides. */
    @Nullable
    Cover alone(Worth worth) {
        return credit != null && parts.redis().isAway() ? alone(worth, credit) : null;
    }

    private @Nullable Cover alone(Worth worth, Credit known) {
        long beyond = worth.most() - Math.max(0, purse.free());
        boolean may = switch (parts.bounds().withoutRedis()) {
            case ADMIT -> true;
            case REFUSE -> false;
            case SHARE ->
                known.mayOwe()
                        && admittedAlone + beyond
                                <= Math.max(0, left) / parts.redis().gateways();
        };
        if (!may) {
            return null;
        }
        admittedAlone += beyond;
        parts.stats().decideAlone();
        return covered(worth);
    }

    /** What Redis' answer means for a call; null while a refusal would come too early. */
    @Nullable
    Cover cover(Waiter waiter, Holding holding) {
        Worth worth = waiter.worth();
        Credit known = credit;
        if (known == null || purse.free() >= worth.most()) {
            return covered(worth);
        }
        boolean thereIsMore = purse.free() + holding.left() >= worth.most(); // others have used what was free meanwhile
        Cover alone = holding.settles() ? alone(worth, known) : null;
        boolean mayChange = thereIsMore || holding.waitMillis() > 0;
        if (alone != null || (mayChange && waiter.mayAskAgain(parts.time().nanos()))) {
            return alone;
        }
        if (worth.mayBeCut() && purse.free() >= worth.least()) {
            int tokens = worth.tokensFor(purse.free());
            parts.stats().cutShort();
            return new Cover.Covered(reservation(worth.of(tokens)), tokens);
        }
        return holding.settles() ? unsure() : notCovered(worth, known);
    }

    Cover unsure() {
        parts.stats().giveUp();
        return new Cover.Unsure();
    }

    private Cover notCovered(Worth worth, Credit known) {
        parts.stats().refuse();
        return new Cover.NotCovered(
                known.isBoundByMonth(parts.time().now()),
                NanoDollars.text(worth.least()),
                NanoDollars.text(Math.max(0, purse.free() + left)));
    }
}
