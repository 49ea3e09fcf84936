package ai.radium.devstack.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.Topic;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class StackTest {
    @Test
    void givesEveryCallerADatabaseOfItsOwn(Stack stack) {
        assertThat(stack.freshDatabase("account_service")).isNotEqualTo(stack.freshDatabase("account_service"));
    }

    @Test
    void letsTheApplicationRoleWriteRowsButNotChangeTables(Stack stack) throws SQLException {
        String database = stack.freshDatabase("billing_service");
        try (Connection owner = connect(stack, database, "billing_service")) {
            owner.createStatement().execute("create table line (id bigint generated always as identity, text text)");
        }
        try (Connection app = connect(stack, database, "billing_service_app")) {
            assertThat(app.createStatement().executeUpdate("insert into line (text) values ('a')"))
                    .isOne();
            assertThatThrownBy(() -> app.createStatement().execute("drop table line"))
                    .hasMessageContaining("must be owner");
            assertThatThrownBy(() -> app.createStatement().execute("create table other (id bigint)"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void keepsAServiceOutOfTheDatabaseOfAnother(Stack stack) {
        String database = stack.freshDatabase("account_service");
        stack.freshDatabase("model_service");
        assertThatThrownBy(() -> connect(stack, database, "model_service")).hasMessageContaining("permission denied");
    }

    @Test
    void hasTheTopicsOfContracts(Stack stack) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", stack.kafka()))) {
            assertThat(admin.listTopics().names().get()).contains(Topic.USAGE_RECORDED.topicName());
            ConfigResource routes = new ConfigResource(ConfigResource.Type.TOPIC, Topic.DEPLOYMENT_ROUTES.topicName());
            assertThat(admin.describeConfigs(Set.of(routes)).all().get().values())
                    .singleElement()
                    .satisfies(config ->
                            assertThat(config.get("cleanup.policy").value()).isEqualTo("compact"));
        }
    }

    private static Connection connect(Stack stack, String database, String role) throws SQLException {
        return DriverManager.getConnection(stack.jdbcUrl(database), role, stack.databasePassword());
    }
}
