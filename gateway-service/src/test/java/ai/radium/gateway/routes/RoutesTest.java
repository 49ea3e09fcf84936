package ai.radium.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.Event;
import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.SpendingThresholdReached;
import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingChanged.Standing;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a name stands for, and what events make of it. */
class RoutesTest {
    private static final String JANUARY = "2026-01-01T00:00:00Z";
    private static final String FEBRUARY = "2026-02-01T00:00:00Z";

    private final Routes routes = new Routes();

    @Test
    void theNewestNewsOfADeploymentHoldsInWhateverOrderItComes() {
        hear(new Made("dep_1").version(2).named("new"));
        hear(new Made("dep_1").version(1).named("old"));

        assertThat(found("acct_1", "new")).isEqualTo("dep_1");
        assertThat(found("acct_1", "old")).isNull();
    }

    @Test
    void newsOfTheSameVersionReplacesWhatWasKnown() {
        hear(new Made("dep_1").version(2).named("one"));
        hear(new Made("dep_1").version(2).named("other"));

        assertThat(found("acct_1", "other")).isEqualTo("dep_1");
    }

    @Test
    void aDeploymentThatIsGoneIsFoundByNoName() {
        hear(new Made("dep_1"));
        say(Topic.DEPLOYMENT_ROUTES, "dep_1", null);

        assertThat(found("acct_1", "dep_1")).isNull();
        assertThat(found("acct_1", "m")).isNull();
    }

    @Test
    void aModelIsAnsweredByTheOldestDeploymentThatIsActive() {
        hear(new Made("dep_1").madeAt(JANUARY).status(DeploymentStatus.STOPPED));
        hear(new Made("dep_2").madeAt(JANUARY).withoutReplicas());
        hear(new Made("dep_4").madeAt(FEBRUARY));
        hear(new Made("dep_3").madeAt(FEBRUARY));

        assertThat(found("acct_1", "m")).isEqualTo("dep_3");

        hear(new Made("dep_5").madeAt(JANUARY));

        assertThat(found("acct_1", "m")).isEqualTo("dep_5");
    }

    @Test
    void aModelThatIsServedToAllComesBeforeTheCallersOwnDeploymentOfItButNotBeforeOneOfThatName() {
        hear(new Made("dep_all").of("acct_platform").named("shared").serverless());
        hear(new Made("dep_1").named("mine"));

        assertThat(found("acct_2", "m")).isEqualTo("dep_all");
        assertThat(found("acct_2", "dep_all")).isEqualTo("dep_all");
        assertThat(found("acct_1", "m")).isEqualTo("dep_all");
        assertThat(found("acct_1", "mine")).isEqualTo("dep_1");

        hear(new Made("dep_2").named("m"));

        assertThat(found("acct_1", "m")).isEqualTo("dep_2");
        assertThat(found("acct_2", "m")).isEqualTo("dep_all");
    }

    @Test
    void theNameOfADeploymentComesBeforeTheModelOfAnother() {
        hear(new Made("dep_1").named("mine").madeAt(JANUARY));
        hear(new Made("dep_2").named("m").madeAt(FEBRUARY));

        assertThat(found("acct_1", "m")).isEqualTo("dep_2");
    }

    @Test
    void noNameReachesAnotherAccountsDeployment() {
        hear(new Made("dep_1").named("mine"));

        assertThat(List.of("dep_1", "mine", "m"))
                .allSatisfy(name -> assertThat(found("acct_2", name)).isNull());
    }

    @Test
    void anAccountIsSuspendedUntilItMaySpendAgainOrNothingIsKnownOfItAnyMore() {
        stand("acct_1", Standing.SUSPENDED);
        stand("acct_2", Standing.SUSPENDED);
        assertThat(routes.isSuspended("acct_1")).isTrue();
        assertThat(routes.isSuspended("acct_3")).isFalse();

        stand("acct_1", Standing.ACTIVE);
        say(Topic.BILLING_STANDING, "acct_2", null);

        assertThat(routes.isSuspended("acct_1")).isFalse();
        assertThat(routes.isSuspended("acct_2")).isFalse();
    }

    @Test
    void aThresholdThatIsReachedSaysNothingOfTheStanding() {
        stand("acct_1", Standing.SUSPENDED);
        var reached = new SpendingThresholdReached(
                "acct_1", LocalDate.parse("2026-11-01"), 80, "50.00", "40.00", "USD", Instant.EPOCH);

        say(Topic.BILLING_STANDING, "acct_1", reached);

        assertThat(routes.isSuspended("acct_1")).isTrue();
        assertThat(reached.eventKey()).isNotEqualTo("acct_1");
    }

    @Test
    void everyNewsCountsAsAChange() {
        hear(new Made("dep_1"));
        stand("acct_1", Standing.SUSPENDED);
        say(Topic.DEPLOYMENT_ROUTES, "dep_1", null);

        assertThat(routes.changes()).isEqualTo(3);
    }

    @Test
    void aStandInIsNamedAndTheModelItselfIsNot() {
        hear(new Made("dep_1").named("itself"));
        hear(new Made("dep_2").named("replaced").servedBy("m-small"));

        assertThat(Objects.requireNonNull(routes.find("acct_1", "itself")).standIn())
                .isNull();
        assertThat(Objects.requireNonNull(routes.find("acct_1", "replaced")).standIn())
                .isEqualTo("m-small");
    }

    private @Nullable String found(String account, String name) {
        Route route = routes.find(account, name);
        return route == null ? null : route.deployment().deploymentId();
    }

    private void hear(Made made) {
        RoutesChanged deployment = made.deployment();
        say(Topic.DEPLOYMENT_ROUTES, deployment.deploymentId(), deployment);
    }

    private void stand(String account, Standing standing) {
        say(Topic.BILLING_STANDING, account, new StandingChanged(account, standing, "credits", 1));
    }

    private void say(Topic topic, String key, @Nullable Event event) {
        Objects.requireNonNull(routes.listeners().get(topic)).on(key, Optional.ofNullable(event));
    }
}
