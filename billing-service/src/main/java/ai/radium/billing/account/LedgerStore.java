package ai.radium.billing.account;

import ai.radium.billing.ledger.Entry;
import ai.radium.billing.ledger.Transaction;
import ai.radium.kit.outbox.RowsJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Stores transactions; there is no statement that changes one, and the database would refuse it. */
@ApplicationScoped
public class LedgerStore {
    private static final String ADD_TRANSACTIONS = """
            insert into ledger_transaction
            select * from jsonb_populate_recordset(cast(null as ledger_transaction), cast(cast(? as text) as jsonb))""";
    private static final String ADD_ENTRIES = """
            insert into ledger_entry
            select * from jsonb_populate_recordset(cast(null as ledger_entry), cast(cast(? as text) as jsonb))""";

    /** Two statements, whatever their number. A transaction posted before fails it all. */
    public Uni<Void> append(Session session, List<Transaction> transactions) {
        if (transactions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(ADD_TRANSACTIONS)
                .setParameter(
                        1,
                        RowsJson.of(
                                transactions.stream().map(NewTransaction::of).toList()))
                .executeUpdate()
                .chain(() -> session.createNativeQuery(ADD_ENTRIES)
                        .setParameter(
                                1,
                                RowsJson.of(transactions.stream()
                                        .flatMap(NewEntry::of)
                                        .toList()))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private record NewTransaction(String id, String customer, Transaction.Kind kind, Instant time) {
        static NewTransaction of(Transaction transaction) {
            return new NewTransaction(transaction.id(), transaction.customer(), transaction.kind(), transaction.time());
        }
    }

    private record NewEntry(
            String transactionId, int position, String ledgerAccount, BigDecimal amount, String currency) {
        static Stream<NewEntry> of(Transaction transaction) {
            List<Entry> entries = transaction.entries();
            return IntStream.range(0, entries.size()).mapToObj(position -> {
                Entry entry = entries.get(position);
                return new NewEntry(
                        transaction.id(),
                        position,
                        entry.account().name(),
                        entry.amount().amount(),
                        entry.amount().currency().getCurrencyCode());
            });
        }
    }
}
