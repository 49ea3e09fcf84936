package ai.radium.devstack.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
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

    @Test
    void letsTheDemoUserLogIn(Stack stack) throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=radium-cli&username=demo&password=" + stack.demoPassword();
        URI token = URI.create(stack.keycloak() + "/realms/radium/protocol/openid-connect/token");
        HttpResponse<String> reply = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(token)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(reply.body()).contains("access_token");
        String payload = reply.body().replaceFirst("(?s).*\"access_token\":\"[^.]*\\.([^.]*)\\..*", "$1");
        assertThat(new String(Base64.getUrlDecoder().decode(payload), UTF_8))
                .contains("00000000-0000-4000-8000-00000000de30");
    }

    private static Connection connect(Stack stack, String database, String role) throws SQLException {
        return DriverManager.getConnection(stack.jdbcUrl(database), role, stack.databasePassword());
    }
}
