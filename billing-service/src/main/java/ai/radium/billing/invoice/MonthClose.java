package ai.radium.billing.invoice;

import ai.radium.billing.account.AccountRow;
import ai.radium.billing.account.Accounts;
import ai.radium.contracts.billing.InvoiceCreated;
import ai.radium.contracts.billing.InvoiceEvent;
import ai.radium.contracts.billing.InvoicePaid;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.money.Money;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Makes invoices of months that are over, and marks those that are paid; each account in a transaction that holds its row's lock. */
@ApplicationScoped
class MonthClose {
    private static final int LETTERS_OF_NUMBER = 8;

    private final Accounts accounts;
    private final Invoices invoices;
    private final InvoiceStore store;
    private final OpenLines lines;
    private final Parties parties;
    private final Outbox outbox;
    private final StateChanges changes;
    private final Mutiny.SessionFactory sessions;
    private final InvoiceConfig config;
    private final InstantSource clock;

    MonthClose(
            Accounts accounts,
            Invoices invoices,
            InvoiceStore store,
            OpenLines lines,
            Parties parties,
            Outbox outbox,
            StateChanges changes,
            Mutiny.SessionFactory sessions,
            InvoiceConfig config,
            InstantSource clock) {
        this.accounts = accounts;
        this.invoices = invoices;
        this.store = store;
        this.lines = lines;
        this.parties = parties;
        this.outbox = outbox;
        this.changes = changes;
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
    }

    /** Use before it is of months that can be closed. */
    Instant closable() {
        return Period.of(clock.instant().minus(config.closeAfter()))
                .start()
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /** Closes the oldest month of an account that can be closed; says whether there was one, so that there may be more. */
    Uni<Boolean> close(String account) {
        return sessions.withTransaction(session -> accounts.locked(session, account)
                .chain(row -> lines.oldest(session, account)
                        .chain(oldest -> oldest == null
                                ? Uni.createFrom().item(false)
                                : invoices.standing(session, row)
                                        .chain(standing ->
                                                close(session, row, Period.next(oldest, standing.periods()))))));
    }

    private Uni<Boolean> close(Session session, AccountRow account, Period period) {
        if (period.until().isAfter(closable())) {
            return Uni.createFrom().item(false);
        }
        return lines.used(session, account.account(), period.until())
                .map(used -> made(account.account(), period, Invoices.items(used)))
                .call(row -> lines.receivable(session, account.account(), period.until())
                        .invoke(receivable -> row.receivable = receivable))
                .call(row ->
                        parties.buyer(session, account.account()).invoke(buyer -> row.buyer = store.document(buyer)))
                .call(row -> invoices.standing(session, account, row)
                        .invoke(standing -> settle(row, Invoices.paid(standing))))
                .call(row -> store.insert(session, row))
                .call(row -> lines.close(session, account.account(), period.until(), row.id))
                .call(row -> outbox.appendAll(session, news(row)))
                .invoke(row -> changes.happened("invoice", row.id, "created"))
                .replaceWith(true);
    }

    private InvoiceRow made(String account, Period period, List<InvoiceItem> items) {
        Instant now = clock.instant();
        InvoiceRow row = new InvoiceRow();
        row.id = Ids.next("inv");
        row.number = "INV-%s-%s"
                .formatted(
                        period.month(),
                        row.id.substring(row.id.length() - LETTERS_OF_NUMBER).toUpperCase(Locale.ROOT));
        row.account = account;
        row.periodStart = period.start();
        row.currency = Money.USD.getCurrencyCode();
        row.items = store.document(items);
        row.seller = store.document(parties.seller());
        row.total = Invoice.sum(items);
        row.receivable = BigDecimal.ZERO;
        row.createdAt = now;
        row.dueDate = now.atZone(ZoneOffset.UTC).toLocalDate().plusDays(config.dueDays());
        return row;
    }

    private void settle(InvoiceRow row, List<InvoiceRow> paid) {
        if (paid.contains(row)) {
            pay(row);
        }
    }

    private void pay(InvoiceRow row) {
        row.status = InvoiceStatus.PAID;
        row.paidAt = clock.instant();
    }

    private static List<InvoiceEvent> news(InvoiceRow row) {
        List<InvoiceEvent> news = new ArrayList<>();
        news.add(new InvoiceCreated(
                row.account,
                row.id,
                row.number,
                row.periodStart,
                Money.usd(row.total).rounded(),
                row.currency,
                row.dueDate,
                row.createdAt));
        if (row.paidAt != null) {
            news.add(paid(row));
        }
        return news;
    }

    private static InvoicePaid paid(InvoiceRow row) {
        return new InvoicePaid(
                row.account,
                row.id,
                row.number,
                Money.usd(row.total).rounded(),
                row.currency,
                Objects.requireNonNull(row.paidAt));
    }

    /** Marks the open invoices of an account of which nothing is owed any more. */
    Uni<Void> review(String account) {
        return sessions.withTransaction(session -> accounts.locked(session, account)
                .chain(row -> invoices.standing(session, row))
                .map(standing -> Invoices.paid(standing).stream()
                        .filter(row -> row.status == InvoiceStatus.OPEN)
                        .toList())
                .invoke(settled -> settled.forEach(row -> {
                    pay(row);
                    changes.happened("invoice", row.id, "paid");
                }))
                .call(settled -> outbox.appendAll(
                        session, settled.stream().map(MonthClose::paid).toList()))
                .replaceWithVoid());
    }
}
