package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.gateway.feed.TopicFeed;
import ai.radium.gateway.identity.Principals;
import ai.radium.gateway.routes.Routes;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.gateway.worker.Workers;
import com.github.f4b6a3.ulid.Ulid;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is answered by what, and who is not, and in which words. */
class ModelChoiceTest {
    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final Routes routes = new Routes();
    private final Map<Topic, TopicFeed.Listener> feed = routes.listeners();
    private final Replicas replicas =
            new Replicas(new Workers(group.next(), NioSocketChannel.class, "", GatewayTime.system()));

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Loaded on a deployment of acct_1's base; its model is acct_2's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acct_2||ft:m|dep_1",
                "acct_1||ft:m|404 MODEL_NOT_FOUND",
                "acct_2||m|404 MODEL_NOT_FOUND",
                "acct_2|ft:m|ft:m|dep_1",
                "acct_2|m|ft:m|403 MODEL_NOT_ALLOWED",
                "acct_2|dep_1|ft:m|403 MODEL_NOT_ALLOWED"
            })
    void aFineTunedModelIsItsAccountsAlone(String account, String allowed, String model, String chosen) {
        put(Calls.answering("ft:m", "acct_2", "127.0.0.1:1"));

        assertThat(choice(account, allowed == null ? Set.of() : Set.of(allowed), model))
                .isEqualTo(chosen);
    }

    @Test
    void aFineTunedModelThatNoReplicaHasIsNotReady() {
        put(Calls.answering("ft:m", "acct_1"));

        assertThat(choice("acct_1", Set.of(), "ft:m")).isEqualTo("503 MODEL_NOT_READY");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acct_1||m|dep_1",
                "acct_1||m-alias|dep_1",
                "acct_1||mine|dep_1",
                "acct_1||dep_1|dep_1",
                "acct_1||other|404 MODEL_NOT_FOUND",
                "acct_2||m|404 MODEL_NOT_FOUND",
                "acct_2||dep_1|404 MODEL_NOT_FOUND",
                "acct_1|m|mine|dep_1",
                "acct_1|m-alias|dep_1|dep_1",
                "acct_1|dep_1|m|dep_1",
                "acct_1|mine|mine|403 MODEL_NOT_ALLOWED",
                "acct_1|m|other|403 MODEL_NOT_ALLOWED",
                "acct_1|other|other|404 MODEL_NOT_FOUND"
            })
    void aNameStandsForADeploymentOfTheCaller(String account, String allowed, String model, String chosen) {
        put(Calls.deployment(DeploymentStatus.ACTIVE, "127.0.0.1:1"));

        assertThat(choice(account, allowed == null ? Set.of() : Set.of(allowed), model))
                .isEqualTo(chosen);
    }

    @ParameterizedTest
    @CsvSource({
        "STOPPED,409 DEPLOYMENT_STOPPED",
        "FAILED,503 MODEL_NOT_READY",
        "DEPLOYING,503 MODEL_NOT_READY",
        "PENDING,503 MODEL_NOT_READY"
    })
    void aDeploymentThatIsNotActiveDoesNotAnswer(DeploymentStatus status, String refusal) {
        put(Calls.deployment(status, "127.0.0.1:1"));

        assertThat(choice("acct_1", Set.of(), "m")).isEqualTo(refusal);
    }

    @Test
    void anActiveDeploymentWithoutReplicasIsNotReady() {
        put(Calls.deployment(DeploymentStatus.ACTIVE));

        assertThat(choice("acct_1", Set.of(), "m")).isEqualTo("503 MODEL_NOT_READY");
    }

    @ParameterizedTest
    @CsvSource({
        "0,503 MODEL_NOT_READY",
        "2999,503 MODEL_NOT_READY",
        "-2999,503 MODEL_NOT_READY",
        "3000,404 MODEL_NOT_FOUND",
        "-3000,404 MODEL_NOT_FOUND"
    })
    void aDeploymentWhoseNewsIsOnTheWayIsNotReady(long millisAgo, String refusal) {
        assertThat(choice("acct_1", Set.of(), madeAt(NOW.minusMillis(millisAgo))))
                .isEqualTo(refusal);
    }

    @Test
    void aNewDeploymentOfAnotherAccountDoesNotExist() {
        String id = madeAt(NOW);
        put(Calls.deployment(id, DeploymentStatus.ACTIVE, "127.0.0.1:1"));

        assertThat(choice("acct_1", Set.of(), id)).startsWith("dep_");
        assertThat(choice("acct_2", Set.of(), id)).isEqualTo("404 MODEL_NOT_FOUND");
    }

    @Test
    void aSuspendedAccountIsToldSoWhateverItAsksFor() {
        listener(Topic.BILLING_STANDING)
                .on(
                        "acct_1",
                        Optional.of(new StandingChanged("acct_1", StandingChanged.Standing.SUSPENDED, "credits", 1)));

        assertThat(choice("acct_1", Set.of(), "no such model")).isEqualTo("402 ACCOUNT_SUSPENDED");
    }

    @Test
    void aReplicaThatWasTriedComesLast() {
        RoutesChanged deployment = Calls.deployment(DeploymentStatus.ACTIVE, "127.0.0.1:1", "127.0.0.1:2");
        put(deployment);
        var route = Objects.requireNonNull(routes.find("acct_1", "m"));

        for (int i = 0; i < 20; i++) {
            assertThat(Objects.requireNonNull(replicas.leastLoaded(route, "replica-0"))
                            .id())
                    .isEqualTo("replica-1");
        }
    }

    private static String madeAt(Instant time) {
        return "dep_" + Ulid.min(time.toEpochMilli()).toString().toLowerCase(Locale.ROOT);
    }

    private void put(RoutesChanged deployment) {
        listener(Topic.DEPLOYMENT_ROUTES).on(deployment.deploymentId(), Optional.of(deployment));
    }

    private TopicFeed.Listener listener(Topic topic) {
        return Objects.requireNonNull(feed.get(topic));
    }

    private String choice(String account, Set<String> allowed, String model) {
        return switch (ModelChoice.of(
                Principals.key(account, allowed),
                model,
                routes,
                replicas,
                new GatewayTime(InstantSource.fixed(NOW), () -> 0))) {
            case ModelChoice.Found found -> found.route().deployment().deploymentId();
            case ModelChoice.Refused refused ->
                refused.why().status() + " " + refused.why().code();
        };
    }
}
