package ai.radium.account.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.account.AccountStack;
import ai.radium.account.WithAccount;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command says of a log as it is, and of one that somebody with all rights has changed. */
@QuarkusTest
@WithTestResource(AccountStack.class)
class VerificationTest extends WithAccount {
    private static final int ROWS = 5;

    @BeforeEach
    void act() {
        for (int i = 1; i < ROWS; i++) {
            outside.as(account, Role.OWNER).body("{\"name\":\"n" + i + "\"}").put("/account");
        }
        await().until(() ->
                outside.as(account, Role.OWNER).get("/audit-logs").<Integer>path("pagination.total") == ROWS);
    }

    @Test
    void aLogThatNobodyTouchedIsWhole() {
        String head = outside.as(account, Role.OWNER).get("/audit-logs").path("data[0].hash");

        assertThat(verify(account)).isEqualTo("0 " + account + ": 5 rows, whole; the last hash is " + head);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update audit_row set actor = 'nobody' where sequence = 3 | row 3 (aud_%s) was changed",
                "update audit_row set address = null where sequence = 2 | row 2 (aud_%s) was changed",
                "update audit_row set change = '{}' where sequence = 5 | row 5 (aud_%s) was changed",
                "update audit_row set time = time + interval '1 millisecond' where sequence = 1 | row 1 (aud_%s) was changed",
                "update audit_row set hash = repeat('0', 64) where sequence = 4 | row 4 (aud_%s) was changed",
                "update audit_row set previous_hash = repeat('1', 64) where sequence = 4"
                        + " | row 4 (aud_%s) does not follow the row before it",
                "delete from audit_row where sequence = 3 | row 3 is missing",
                "delete from audit_row where sequence = 1 | row 1 is missing",
                "delete from audit_row where sequence = 5 | row 5 is missing: 5 rows were added, 4 are there"
            })
    void namesTheFirstRowThatIsNotAsItWasAdded(String sql, String fault) {
        tamper(sql + " and account = '" + account + "'");

        assertThat(verify(account))
                .startsWith("1 " + account + ": broken: ")
                .matches(said -> said.replaceFirst("aud_[^)]*", "aud_%s").endsWith("broken: " + fault));
    }

    @Test
    void aRowThatSomebodyAddedIsFound() {
        tamper(
                "insert into audit_row select account, 6, id || 'x', time, actor, address, request_id, action, resource, change,"
                        + " hash, hash from audit_row where sequence = 5 and account = '" + account + "'");

        assertThat(verify(account)).contains("broken: row 6 (aud_").contains("was changed");
    }

    @Test
    void ofAllAccountsOneThatIsBrokenIsTold() {
        tamper("update audit_row set resource = 'x' where sequence = 2 and account = '" + account + "'");

        assertThat(verify()).startsWith("1 ").contains(account + ": broken: row 2 (aud_");
    }

    @Test
    void saysThatADatabaseCannotBeReached() {
        assertThat(run(Map.of("RADIUM_DB_PORT", "1"))).startsWith("2 the audit log cannot be read: ");
    }

    private static void tamper(String sql) {
        ServiceDatabase.change("alter table audit_row disable trigger user");
        try {
            ServiceDatabase.change(sql);
        } finally {
            ServiceDatabase.change("alter table audit_row enable trigger user");
        }
    }

    private static String verify(String... accounts) {
        URI database = URI.create(config("quarkus.datasource.jdbc.url").replaceFirst("^jdbc:", ""));
        return run(
                Map.of(
                        "RADIUM_DB_PORT", Integer.toString(database.getPort()),
                        "RADIUM_DB_NAME", config("radium.db.name"),
                        "RADIUM_DB_DATABASE", database.getPath().substring(1),
                        "RADIUM_DB_PASSWORD", config("radium.db.password")),
                accounts);
    }

    private static String run(Map<String, String> environment, String... accounts) {
        var out = new ByteArrayOutputStream();
        int status = VerifyCommand.run(environment, List.of(accounts), new PrintStream(out, true, UTF_8));
        return status + " " + out.toString(UTF_8).strip();
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
