package ai.radium.billing;

import ai.radium.billing.account.Accounts;
import ai.radium.billing.account.MonthlySpend;
import ai.radium.billing.invoice.Invoices;
import ai.radium.billing.payment.PaymentMethods;
import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Reply;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** What an account may read of its money. */
@ApplicationScoped
class BillingReads {
    private final Mutiny.SessionFactory sessions;
    private final Accounts accounts;
    private final UsageLines lines;
    private final PaymentMethods methods;
    private final Invoices invoices;
    private final InstantSource clock;

    BillingReads(
            Mutiny.SessionFactory sessions,
            Accounts accounts,
            UsageLines lines,
            PaymentMethods methods,
            Invoices invoices,
            InstantSource clock) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.lines = lines;
        this.methods = methods;
        this.invoices = invoices;
        this.clock = clock;
    }

    Uni<BillingView> overview(String account) {
        return sessions.withSession(session -> accounts.found(session, account)
                .chain(row -> accounts.spend(session, account, MonthlySpend.monthOf(clock.instant()))
                        .chain(month -> methods.list(session, account)
                                .chain(payable -> invoices.closed(session, row)
                                        .map(made -> BillingView.of(row, month, payable, made))))));
    }

    Uni<Reply<List<LineView>>> usage(String account, LineFilter filter, Page page) {
        return sessions.withSession(session -> lines.totals(session, account, filter)
                .chain(totals -> shown(session, account, filter, page)
                        .map(found ->
                                Reply.list(found, filter, page, totals.lines()).withSummary(totals))));
    }

    /** The newest lines, as many as the page says. */
    Uni<List<LineView>> lines(String account, LineFilter filter, Page page) {
        return sessions.withSession(session -> shown(session, account, filter, page));
    }

    private Uni<List<LineView>> shown(Session session, String account, LineFilter filter, Page page) {
        return lines.find(session, account, filter, page)
                .map(found -> found.stream().map(UsageLineRow::toView).toList());
    }
}
