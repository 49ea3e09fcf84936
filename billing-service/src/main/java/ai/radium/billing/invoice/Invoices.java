package ai.radium.billing.invoice;

import ai.radium.billing.BillingProblem;
import ai.radium.billing.account.AccountRow;
import ai.radium.billing.account.Accounts;
import ai.radium.kit.money.Money;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** Reads an account's invoices, the draft of the running month among them. */
@ApplicationScoped
public class Invoices {
    private final InvoiceStore store;
    private final OpenLines lines;
    private final Parties parties;
    private final Accounts accounts;
    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    Invoices(
            InvoiceStore store,
            OpenLines lines,
            Parties parties,
            Accounts accounts,
            Mutiny.SessionFactory sessions,
            InstantSource clock) {
        this.store = store;
        this.lines = lines;
        this.parties = parties;
        this.accounts = accounts;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** The newest first; the draft before all others. */
    Uni<List<Invoice>> all(String account) {
        return sessions.withSession(session -> all(session, account));
    }

    /** Those of closed months as an account sees them, the newest first. */
    public Uni<List<InvoiceView>> closed(Session session, AccountRow account) {
        return standing(session, account)
                .map(standing ->
                        with(null, standing).stream().map(InvoiceView::of).toList());
    }

    /** @throws ProblemException INVOICE_NOT_FOUND also for another account's */
    Uni<Invoice> get(String account, String id) {
        return all(account)
                .map(found -> found.stream()
                        .filter(invoice -> invoice.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new ProblemException(
                                BillingProblem.INVOICE_NOT_FOUND, BillingProblem.INVOICE_NOT_FOUND.title(), "id")));
    }

    private Uni<List<Invoice>> all(Session session, String account) {
        return accounts.found(session, account)
                .chain(row -> standing(session, row)
                        .chain(standing -> draft(session, account, standing).map(draft -> with(draft, standing))));
    }

    private List<Invoice> with(@Nullable Invoice draft, Standing standing) {
        List<Invoice> all = new ArrayList<>();
        if (draft != null) {
            all.add(draft);
        }
        for (int i = 0; i < standing.rows().size(); i++) {
            all.add(store.invoice(standing.rows().get(i), standing.owed().get(i)));
        }
        return List.copyOf(all);
    }

    /**
     * Invoices and what is owed of each, the newest first.
     *
     * @param ofNoInvoice what is owed of use that stands on none
     */
    record Standing(List<InvoiceRow> rows, List<BigDecimal> owed, BigDecimal ofNoInvoice) {
        Standing {
            rows = List.copyOf(rows);
            owed = List.copyOf(owed);
        }

        Set<LocalDate> periods() {
            return rows.stream().map(row -> row.periodStart).collect(Collectors.toSet());
        }
    }

    /** @param also an invoice that is being made, not stored yet */
    Uni<Standing> standing(Session session, AccountRow account, InvoiceRow... also) {
        return store.everReceivable(session, account.account())
                .chain(ever -> store.all(session, account.account()).map(stored -> {
                    List<InvoiceRow> rows = new ArrayList<>(List.of(also));
                    rows.addAll(stored);
                    rows.sort((one, other) -> other.periodStart.compareTo(one.periodStart));
                    return standing(account, ever, rows);
                }));
    }

    private static Standing standing(AccountRow account, BigDecimal ever, List<InvoiceRow> rows) {
        BigDecimal owed = account.balance().amount().amount().negate().max(BigDecimal.ZERO);
        List<BigDecimal> receivables = rows.stream().map(row -> row.receivable).toList();
        BigDecimal notInvoiced = receivables.stream().reduce(ever, BigDecimal::subtract);
        return new Standing(rows, Settled.owed(owed, notInvoiced, receivables), owed.min(notInvoiced));
    }

    /** Null when nothing was used since. */
    private Uni<Invoice> draft(Session session, String account, Standing standing) {
        return lines.oldest(session, account).chain(oldest -> {
            if (oldest == null) {
                return Uni.createFrom().<Invoice>nullItem();
            }
            Period period = Period.next(oldest, standing.periods());
            return lines.used(session, account, period.until())
                    .chain(used -> parties.buyer(session, account)
                            .map(buyer -> draft(account, period, items(used), buyer, standing.ofNoInvoice())));
        });
    }

    private Invoice draft(String account, Period period, List<InvoiceItem> items, List<String> buyer, BigDecimal owed) {
        return new Invoice(
                Invoice.DRAFT_ID,
                null,
                account,
                period,
                InvoiceStatus.DRAFT,
                Money.USD.getCurrencyCode(),
                items,
                parties.seller(),
                buyer,
                Invoice.sum(items),
                owed,
                clock.instant(),
                null,
                null);
    }

    static List<InvoiceItem> items(List<Used> used) {
        return used.stream().flatMap(Used::items).toList();
    }

    /** Those of the rows of which nothing is owed. */
    static List<InvoiceRow> paid(Standing standing) {
        return IntStream.range(0, standing.rows().size())
                .filter(i -> isNothing(standing.owed().get(i)))
                .mapToObj(standing.rows()::get)
                .toList();
    }

    /** Less than half a cent cannot be paid. */
    private static boolean isNothing(BigDecimal owed) {
        return new BigDecimal(Money.usd(owed).rounded()).signum() == 0;
    }
}
