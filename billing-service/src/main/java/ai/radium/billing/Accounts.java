package ai.radium.billing;

import ai.radium.kit.outbox.RowsJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Stores accounts and what they spent per month. */
@ApplicationScoped
class Accounts {
    private static final String ENSURE = "insert into billing_account (account) values (?) on conflict do nothing";
    private static final String ADD_SPEND = """
            insert into monthly_spend
            select * from jsonb_populate_recordset(cast(null as monthly_spend), cast(cast(? as text) as jsonb))
            on conflict (account, month) do update
            set spend = monthly_spend.spend + excluded.spend, due = monthly_spend.due + excluded.due""";

    /** The account's row, locked until the transaction ends; made when it is the first heard of it. */
    Uni<AccountRow> locked(Session session, String account) {
        return session.createNativeQuery(ENSURE)
                .setParameter(1, account)
                .executeUpdate()
                .chain(() -> session.find(AccountRow.class, account, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The account as it stands; one that nothing was heard of yet has nothing. */
    Uni<AccountRow> found(Session session, String account) {
        return session.find(AccountRow.class, account).map(row -> row == null ? AccountRow.unheard(account) : row);
    }

    Uni<Void> addSpend(Session session, List<MonthlySpend> months) {
        return months.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery(ADD_SPEND)
                        .setParameter(1, RowsJson.of(months))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    /** Nothing spent when the month has no row. */
    Uni<MonthlySpend> spend(Session session, String account, LocalDate month) {
        return session.find(MonthlySpendRow.class, new MonthlySpendRow.Key(account, month))
                .map(row -> row == null ? MonthlySpend.nothing(account, month) : row.toSpend());
    }
}
