package ai.radium.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(BillingStack.class)
class LedgerTablesTest {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String CHECK_VIOLATION = "23514";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger_entry set amount = 1",
                "update ledger_transaction set kind = 'USAGE'",
                "delete from ledger_entry",
                "delete from ledger_transaction",
                "truncate ledger_entry",
                "truncate ledger_transaction cascade",
                "delete from usage_line"
            })
    void refusesTheServiceToChangeWhatWasPosted(String statement) {
        assertThatThrownBy(() -> execute(statement))
                .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                .extracting(SQLException::getSQLState)
                .isEqualTo(INSUFFICIENT_PRIVILEGE);
    }

    @Test
    void refusesEntriesThatDoNotBalance() {
        assertThatThrownBy(() -> execute("""
                        insert into ledger_transaction values ('crooked', 'acct_1', 'USAGE', now());
                        insert into ledger_entry values
                            ('crooked', 0, 'customer:acct_1:credit', 1, 'USD'), ('crooked', 1, 'revenue:usage', -0.999999999999, 'USD')"""))
                .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                .extracting(SQLException::getSQLState)
                .isEqualTo(CHECK_VIOLATION);
        assertThat(Outside.query("select count(*) from ledger_transaction where id = 'crooked'"))
                .isEqualTo("0");
    }

    private static void execute(String statement) throws SQLException {
        try (Connection connection = Outside.database("billing_service_app")) {
            connection.createStatement().execute(statement);
        }
    }
}
