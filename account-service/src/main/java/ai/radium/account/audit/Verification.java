package ai.radium.account.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Walks chains of the log from their first row to their end. */
final class Verification {
    private static final int ROWS_AT_ONCE = 1_000;

    private static final String ACCOUNTS =
            "select account from audit_chain union select account from audit_row order by account";
    private static final String ROWS =
            "select sequence, account, id, time, actor, address, request_id, action, resource,"
                    + " change, previous_hash, hash from audit_row where account = ? order by sequence";
    private static final String CHAIN = "select length, head from audit_chain where account = ?";

    private final Connection connection;

    /** @param connection in a transaction of one snapshot, so that rows and their end are of one time */
    Verification(Connection connection) {
        this.connection = connection;
    }

    /** What was found of one chain. */
    sealed interface Finding {
        String account();

        /** @param head the last row's hash: whoever keeps it elsewhere can tell later that no row went from the end */
        record Whole(String account, long rows, String head) implements Finding {}

        /** @param fault names the first row that is not as it was added */
        record Broken(String account, String fault) implements Finding {}
    }

    List<String> accounts() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ACCOUNTS)) {
            List<String> accounts = new ArrayList<>();
            while (rows.next()) {
                accounts.add(rows.getString(1));
            }
            return accounts;
        }
    }

    Finding of(String account) throws SQLException {
        long length = 0;
        String head = AuditEntry.NO_HASH;
        try (PreparedStatement query = connection.prepareStatement(ROWS)) {
            query.setFetchSize(ROWS_AT_ONCE);
            query.setString(1, account);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String fault = faultOf(row, length + 1, head);
                    if (!fault.isEmpty()) {
                        return new Finding.Broken(account, fault);
                    }
                    length++;
                    head = row.getString("hash");
                }
            }
        }
        return ended(account, length, head);
    }

    private static String faultOf(ResultSet row, long expected, String previousHash) throws SQLException {
        if (row.getLong("sequence") != expected) {
            return "row " + expected + " is missing";
        }
        String named = "row " + expected + " (" + row.getString("id") + ")";
        if (!previousHash.equals(row.getString("previous_hash"))) {
            return named + " does not follow the row before it";
        }
        return entry(row).hashAfter(previousHash).equals(row.getString("hash")) ? "" : named + " was changed";
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getString("account"),
                row.getString("id"),
                row.getObject("time", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("address"),
                row.getString("request_id"),
                row.getString("action"),
                row.getString("resource"),
                row.getString("change"));
    }

    private Finding ended(String account, long length, String head) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(CHAIN)) {
            query.setString(1, account);
            try (ResultSet chain = query.executeQuery()) {
                long noted = chain.next() ? chain.getLong("length") : 0;
                if (noted != length) {
                    return new Finding.Broken(
                            account,
                            "row " + (Math.min(noted, length) + 1) + " is " + (noted > length ? "missing" : "unknown")
                                    + ": " + noted + " rows were added, " + length + " are there");
                }
                return length == 0 || head.equals(chain.getString("head"))
                        ? new Finding.Whole(account, length, head)
                        : new Finding.Broken(account, "row " + length + " is not the one that was added last");
            }
        }
    }
}
