package ai.radium.billing.account;

import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingEvent;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Decides what an account may do and spend after its money, its terms or the month have changed, and tells what is new. */
@ApplicationScoped
public class Standings {
    private final Accounts accounts;
    private final Outbox outbox;
    private final StateChanges changes;
    private final InstantSource clock;

    Standings(Accounts accounts, Outbox outbox, StateChanges changes, InstantSource clock) {
        this.accounts = accounts;
        this.outbox = outbox;
        this.changes = changes;
        this.clock = clock;
    }

    /** @param account locked, and changed as far as it will be */
    public Uni<Void> review(Session session, AccountRow account) {
        Instant now = clock.instant();
        return accounts.spend(session, account.account(), MonthlySpend.monthOf(now))
                .chain(month ->
                        accounts.charged(session, account.account()).map(charged -> news(account, month, charged, now)))
                .chain(news -> news.isEmpty() ? Uni.createFrom().voidItem() : outbox.appendAll(session, news));
    }

    private List<StandingEvent> news(AccountRow account, MonthlySpend month, List<ChargedCalls> charged, Instant now) {
        List<StandingEvent> news = new ArrayList<>(account.reviewThresholds(month, now));
        account.reviewStanding(month).ifPresent(changed -> {
            noteStanding(changed);
            news.add(changed);
        });
        if (account.isOpened()) {
            news.add(account.funds(month, charged));
        }
        return news;
    }

    private void noteStanding(StandingChanged news) {
        changes.happened("standing", news.account(), news.standing().name().toLowerCase(Locale.ROOT));
    }
}
