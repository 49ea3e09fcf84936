package ai.radium.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.Event;
import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingChanged.Standing;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.gateway.time.GatewayTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFileTest {
    @TempDir
    private Path home = Path.of("");

    @Test
    void whatOneGatewayKnewTheNextOneKnowsAtItsStart() {
        Routes before = new Routes();
        try (RouteFile _ = open(before)) {
            RoutesChanged deployment = new Made("dep_1").named("mine").deployment();
            say(before, Topic.DEPLOYMENT_ROUTES, "dep_1", deployment);
            say(
                    before,
                    Topic.BILLING_STANDING,
                    "acct_2",
                    new StandingChanged("acct_2", Standing.SUSPENDED, "credits", 1));
        }

        Routes after = new Routes();
        open(after).close();

        assertThat(Objects.requireNonNull(after.find("acct_1", "mine"))).isEqualTo(before.find("acct_1", "mine"));
        assertThat(after.isSuspended("acct_2")).isTrue();
        assertThat(after.isSuspended("acct_1")).isFalse();
    }

    @Test
    void nothingIsWrittenWhileNothingChanges() {
        open(new Routes()).close();

        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aFileThatCannotBeReadIsIgnoredAndReplaced() throws IOException {
        Files.writeString(home.resolve("routes.json"), "{\"routes\": [");
        Routes routes = new Routes();
        try (RouteFile _ = open(routes)) {
            assertThat(routes.find("acct_1", "mine")).isNull();
            say(routes, Topic.DEPLOYMENT_ROUTES, "dep_1", new Made("dep_1").deployment());
        }

        assertThat(home.resolve("routes.json")).content().contains("dep_1");
        assertThat(home.resolve("routes.json.next")).doesNotExist();
    }

    @Test
    void aFolderThatIsGoneStopsNobody() throws IOException {
        Routes routes = new Routes();
        try (RouteFile _ = open(routes)) {
            Files.delete(home);
            say(routes, Topic.DEPLOYMENT_ROUTES, "dep_1", new Made("dep_1").deployment());
        }

        assertThat(home).doesNotExist();
        assertThat(routes.find("acct_1", "dep_1")).isNotNull();
    }

    private RouteFile open(Routes routes) {
        return new RouteFile(home, routes, GatewayTime.system());
    }

    private static void say(Routes routes, Topic topic, String key, Event event) {
        Objects.requireNonNull(routes.listeners().get(topic)).on(key, Optional.of(event));
    }
}
