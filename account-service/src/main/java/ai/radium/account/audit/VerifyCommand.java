package ai.radium.account.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.radium.account.audit.Verification.Finding;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * {@code ./radium audit verify [ACCOUNT]}: says of each account's log that it is whole, or its first broken row. Ends with 0 when
 * all are whole, 1 when one is not, 2 when the log cannot be read. Configured by the service's own environment.
 */
public final class VerifyCommand {
    private static final int BROKEN = 1;
    private static final int UNREADABLE = 2;

    private VerifyCommand() {}

    public static void main(String[] accounts) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        System.exit(run(System.getenv(), List.of(accounts), out));
    }

    /** @param accounts none = all */
    static int run(Map<String, String> environment, List<String> accounts, PrintStream out) {
        try (Connection connection = connect(environment)) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            return verify(new Verification(connection), accounts, out);
        } catch (SQLException e) {
            out.println("the audit log cannot be read: " + e.getMessage());
            return UNREADABLE;
        }
    }

    private static int verify(Verification verification, List<String> accounts, PrintStream out) throws SQLException {
        int status = 0;
        for (String account : accounts.isEmpty() ? verification.accounts() : accounts) {
            Finding finding = verification.of(account);
            out.println(line(finding));
            status = finding instanceof Finding.Broken ? BROKEN : status;
        }
        return status;
    }

    private static String line(Finding finding) {
        return switch (finding) {
            case Finding.Whole whole ->
                "%s: %d rows, whole; the last hash is %s".formatted(whole.account(), whole.rows(), whole.head());
            case Finding.Broken broken -> "%s: broken: %s".formatted(broken.account(), broken.fault());
        };
    }

    private static Connection connect(Map<String, String> environment) throws SQLException {
        String name = environment.getOrDefault("RADIUM_DB_NAME", "account_service");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%s/%s?connectTimeout=4"
                        .formatted(
                                environment.getOrDefault("RADIUM_DB_HOST", "127.0.0.1"),
                                environment.getOrDefault("RADIUM_DB_PORT", "15432"),
                                environment.getOrDefault("RADIUM_DB_DATABASE", name)),
                name + "_app",
                environment.getOrDefault("RADIUM_DB_PASSWORD", ""));
    }
}
