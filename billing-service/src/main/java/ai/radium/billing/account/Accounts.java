package ai.radium.billing.account;

import ai.radium.kit.outbox.RowsJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Stores accounts and what they spent per month. */
@ApplicationScoped
public class Accounts {
    private static final int AT_ONCE = 100;
    private static final String ENSURE = "insert into billing_account (account) values (?) on conflict do nothing";
    private static final String ADD_SPEND = """
            insert into monthly_spend
            select * from jsonb_populate_recordset(cast(null as monthly_spend), cast(cast(? as text) as jsonb))
            on conflict (account, month) do update
            set spend = monthly_spend.spend + excluded.spend, due = monthly_spend.due + excluded.due""";

    private static final int MOST_GATEWAYS = 64;
    private static final String ADD_CHARGED = """
            insert into charged_calls
            select * from jsonb_populate_recordset(cast(null as charged_calls), cast(cast(? as text) as jsonb))
            on conflict (account, gateway) do update
            set records = charged_calls.records + excluded.records, amount = charged_calls.amount + excluded.amount,
                latest = greatest(charged_calls.latest, excluded.latest)""";

    /** The account's row, locked until the transaction ends; made when it is the first heard of it. */
    public Uni<AccountRow> locked(Session session, String account) {
        return session.createNativeQuery(ENSURE)
                .setParameter(1, account)
                .executeUpdate()
                .chain(() -> session.find(AccountRow.class, account, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The account as it stands; one that nothing was heard of yet has nothing. */
    public Uni<AccountRow> found(Session session, String account) {
        return session.find(AccountRow.class, account).map(row -> row == null ? AccountRow.unheard(account) : row);
    }

    public Uni<Void> addSpend(Session session, List<MonthlySpend> months) {
        return months.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery(ADD_SPEND)
                        .setParameter(1, RowsJson.of(months))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    /** Nothing spent when the month has no row. As the database has it, whatever this session read before. */
    public Uni<MonthlySpend> spend(Session session, String account, LocalDate month) {
        return session.createSelectionQuery(
                        "select m.key.account, m.key.month, m.spend, m.due from MonthlySpendRow m"
                                + " where m.key.account = :account and m.key.month = :month",
                        MonthlySpend.class)
                .setParameter("account", account)
                .setParameter("month", month)
                .getSingleResultOrNull()
                .map(spend -> spend == null ? MonthlySpend.nothing(account, month) : spend);
    }

    public Uni<Void> addCharged(Session session, List<ChargedCalls> calls) {
        return calls.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery(ADD_CHARGED)
                        .setParameter(1, RowsJson.of(calls))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    /** Of the gateways whose calls were the last, newest first. As the database has it, whatever this session read before. */
    Uni<List<ChargedCalls>> charged(Session session, String account) {
        return session.createSelectionQuery(
                        "select c.key.account, c.key.gateway, c.records, c.amount, c.latest from ChargedCallsRow c"
                                + " where c.key.account = :account order by c.latest desc, c.key.gateway",
                        ChargedCalls.class)
                .setParameter("account", account)
                .setMaxResults(MOST_GATEWAYS)
                .getResultList();
    }

    /** Some of the accounts that the limit of an earlier month than this stopped. */
    Uni<List<String>> stoppedBefore(Session session, LocalDate month) {
        return session.createSelectionQuery(
                        "select a.account from AccountRow a where a.standingMonth < :month", String.class)
                .setParameter("month", month)
                .setMaxResults(AT_ONCE)
                .getResultList();
    }
}
