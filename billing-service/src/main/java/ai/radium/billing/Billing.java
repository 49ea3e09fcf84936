package ai.radium.billing;

import ai.radium.billing.account.AccountRow;
import ai.radium.billing.account.Accounts;
import ai.radium.billing.account.LedgerStore;
import ai.radium.billing.account.Standings;
import ai.radium.billing.ledger.Transaction;
import ai.radium.billing.pricing.PriceList;
import ai.radium.contracts.account.AccountChanged;
import ai.radium.contracts.billing.RatedEvent;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.deployment.ReplicaTimeUsed;
import ai.radium.contracts.finetune.TokensTrained;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.money.Money;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/**
 * The use cases that move money. Each runs in its caller's transaction and takes the account's row lock first, so that
 * lines, ledger, balance, standing and the events about them become true together or not at all.
 */
@ApplicationScoped
class Billing {
    private static final PriceList NO_PRICE = new PriceList(List.of());

    private final Accounts accounts;
    private final Prices prices;
    private final UsageLines lines;
    private final LedgerStore ledger;
    private final Standings standings;
    private final Outbox outbox;
    private final StateChanges changes;
    private final Money signUpCredit;

    Billing(
            Accounts accounts,
            Prices prices,
            UsageLines lines,
            LedgerStore ledger,
            Standings standings,
            Outbox outbox,
            StateChanges changes,
            BillingConfig config) {
        this.accounts = accounts;
        this.prices = prices;
        this.lines = lines;
        this.ledger = ledger;
        this.standings = standings;
        this.outbox = outbox;
        this.changes = changes;
        this.signUpCredit = Money.usd(config.signUpCredit());
    }

    /** Records what never came before; charges it, or lets it wait for its price. */
    Uni<Void> charge(Session session, UsageRecorded usage) {
        return charge(
                session,
                usage.account(),
                usage.records().stream()
                        .map(record -> UsageLineRow.of(usage.account(), usage.gateway(), record))
                        .toList());
    }

    /** The same of what a job trained. */
    Uni<Void> charge(Session session, TokensTrained trained) {
        return charge(session, trained.account(), List.of(UsageLineRow.of(trained)));
    }

    /** The same of the time of a replica. */
    Uni<Void> charge(Session session, ReplicaTimeUsed used) {
        return charge(session, used.account(), List.of(UsageLineRow.of(used)));
    }

    private Uni<Void> charge(Session session, String customer, List<UsageLineRow> come) {
        return accounts.locked(session, customer)
                .chain(account -> rate(session, come)
                        .chain(() -> lines.insertNew(session, come))
                        .chain(fresh -> settle(session, account, fresh)));
    }

    /** Charges what waited for a price that is known now, a chunk of it. */
    Uni<Void> chargeWaiting(Session session, String account) {
        return accounts.locked(session, account)
                .chain(row -> lines.rateable(session, account)
                        .call(waiting -> rate(session, waiting))
                        .chain(waiting -> settle(session, row, waiting)));
    }

    Uni<Void> learnPrices(Session session, ModelChanged model) {
        return model.prices().isEmpty() ? Uni.createFrom().voidItem() : prices.learn(session, model);
    }

    /** Opens the account with its free credit the first time; later events change nothing but the policy's name. */
    Uni<Void> open(Session session, AccountChanged event) {
        return accounts.locked(session, event.account())
                .invoke(account -> account.followPolicy(event.rateLimitPolicy().name(), event.version()))
                .chain(account -> account.isOpened() ? Uni.createFrom().voidItem() : signUp(session, account, event));
    }

    private Uni<Void> signUp(Session session, AccountRow account, AccountChanged event) {
        account.open();
        if (!signUpCredit.isPositive()) {
            return standings.review(session, account);
        }
        Transaction gift = account.balance().signUp(signUpCredit, event.createdAt());
        account.settle(account.balance().after(gift));
        return ledger.append(session, List.of(gift)).chain(() -> standings.review(session, account));
    }

    /** Those whose price is known. */
    private Uni<Void> rate(Session session, List<UsageLineRow> waiting) {
        Set<String> models = waiting.stream().map(UsageLineRow::model).collect(Collectors.toSet());
        return prices.of(session, models)
                .invoke(known -> waiting.forEach(line -> line.rate(known.getOrDefault(line.model(), NO_PRICE))))
                .replaceWithVoid();
    }

    private Uni<Void> settle(Session session, AccountRow account, List<UsageLineRow> taken) {
        List<UsageLineRow> rated = taken.stream().filter(UsageLineRow::isRated).toList();
        changes.count("usage_line", "waiting", taken.size() - rated.size());
        changes.count("usage_line", "rated", rated.size());
        if (rated.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Settlement settlement = Settlement.of(account.balance(), rated);
        account.settle(settlement.balance());
        return ledger.append(session, settlement.transactions())
                .chain(() -> accounts.addSpend(session, settlement.months()))
                .chain(() -> accounts.addCharged(session, settlement.calls()))
                .chain(() -> outbox.appendAll(session, ratedEvents(account, rated)))
                .chain(() -> standings.review(session, account));
    }

    /** One of all the calls, one of each other line. */
    private static List<RatedEvent> ratedEvents(AccountRow account, List<UsageLineRow> rated) {
        List<UsageRated.Line> calls = new ArrayList<>();
        List<RatedEvent> events = new ArrayList<>();
        for (UsageLineRow line : rated) {
            switch (line.type()) {
                case TOKENS -> calls.add(line.toUsageRated());
                case TRAINING -> events.add(line.toTrainingRated());
                case REPLICA_SECONDS -> events.add(line.toReplicaTimeRated());
            }
        }
        if (!calls.isEmpty()) {
            events.addFirst(new UsageRated(account.balance().customer(), calls));
        }
        return events;
    }
}
