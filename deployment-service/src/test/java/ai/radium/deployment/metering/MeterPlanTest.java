package ai.radium.deployment.metering;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.deployment.ReplicaTimeUsed;
import ai.radium.kit.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeterPlanTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00.123456Z");
    private static final Instant OPENED = Instant.parse("2026-11-25T12:00:00.123Z");
    private static final Money PRICE = Money.usd("4.50");
    private static final TestMeteringConfig CONFIG = TestMeteringConfig.DEFAULT;

    @Test
    void opensTheMeterOfAReplicaThatTakesCallsNow() {
        MeterPlan plan = following(List.of(), NOON, "r1-0");

        assertThat(plan.running())
                .containsExactly(
                        new ReplicaMeter("dep_1", "r1-0", "acct_1", "m", "H100 80GB", 2, PRICE, OPENED, OPENED));
        assertThat(plan.used()).isEmpty();
        assertThat(plan.ended()).isEmpty();
    }

    @Test
    void leavesTheMeterOfAReplicaThatStays() {
        assertThat(following(List.of(opened()), at(60), "r1-0"))
                .isEqualTo(new MeterPlan(List.of(opened()), Set.of(), List.of()));
    }

    @Test
    void readsTheMeterOfAReplicaThatIsGoneForTheLastTime() {
        MeterPlan plan = following(List.of(opened().seen(at(57))), at(60));

        assertThat(plan.running()).isEmpty();
        assertThat(plan.ended()).containsExactly("r1-0");
        assertThat(plan.used()).singleElement().satisfies(used -> {
            assertThat(used.account()).isEqualTo("acct_1");
            assertThat(used.deploymentId()).isEqualTo("dep_1");
            assertThat(used.replicaId()).isEqualTo("r1-0");
            assertThat(used.model()).isEqualTo("m");
            assertThat(used.accelerator()).isEqualTo("H100 80GB");
            assertThat(used.count()).isEqualTo(2);
            assertThat(used.hourlyPrice()).isEqualTo("4.50");
            assertThat(used.currency()).isEqualTo("USD");
            assertThat(used.from()).isEqualTo(OPENED);
            assertThat(used.until()).isEqualTo(OPENED.plusSeconds(60));
            assertThat(used.seconds()).isEqualTo(60);
        });
    }

    @Test
    void billsNothingThatNobodySawOfAReplicaThatWentDuringAPause() {
        MeterPlan plan = following(List.of(opened().seen(at(57))), at(3_600));

        assertThat(plan.used()).extracting(ReplicaTimeUsed::seconds).containsExactly(67L);
    }

    @Test
    void billsAllOfAPauseToAReplicaThatIsStillReadyAfterIt() {
        MeterPlan plan = seeing(opened().seen(at(57)), at(3_600));

        assertThat(plan.used()).extracting(ReplicaTimeUsed::seconds).containsExactly(3_600L);
    }

    @Test
    void tellsNothingOfAReplicaThatWasReadyForLessThanASecond() {
        MeterPlan plan = following(List.of(opened()), NOON.plusMillis(999));

        assertThat(plan.ended()).containsExactly("r1-0");
        assertThat(plan.used()).isEmpty();
    }

    @Test
    void carriesTheRestOfASecondToTheNextTime() {
        ReplicaMeter meter = opened();
        MeterPlan first = seeing(meter, at(300).plusMillis(900));
        MeterPlan second = seeing(first.running().getFirst(), at(601).plusMillis(100));

        assertThat(first.used()).extracting(ReplicaTimeUsed::seconds).containsExactly(300L);
        assertThat(second.used()).extracting(ReplicaTimeUsed::seconds).containsExactly(301L);
        assertThat(second.used().getFirst().from())
                .isEqualTo(first.used().getFirst().until());
    }

    @Test
    void keepsALookOnlyWhenTheLastOneThatWasKeptIsOld() {
        assertThat(seeing(opened(), at(4)).running()).containsExactly(opened());
        assertThat(seeing(opened(), at(5)).running()).containsExactly(opened().seen(at(5)));
    }

    @Test
    void tellsNothingBeforeItIsDue() {
        assertThat(seeing(opened(), at(299)).used()).isEmpty();
        assertThat(seeing(opened(), at(300)).used()).hasSize(1);
    }

    @Test
    void aReplicaThatALookDidNotShowIsNotSeen() {
        MeterPlan plan = MeterPlan.seeing(List.of(opened()), Set.of("r1-1"), meter -> PRICE, CONFIG, at(60));

        assertThat(plan.running()).containsExactly(opened());
    }

    @Test
    void aNewPriceHoldsFromTheNextTimeOn() {
        Money dearer = Money.usd("9.00");
        MeterPlan first = MeterPlan.seeing(List.of(opened()), Set.of("r1-0"), meter -> dearer, CONFIG, at(300));
        MeterPlan second = MeterPlan.seeing(first.running(), Set.of("r1-0"), meter -> PRICE, CONFIG, at(600));

        assertThat(first.used()).extracting(ReplicaTimeUsed::hourlyPrice).containsExactly("4.50");
        assertThat(second.used()).extracting(ReplicaTimeUsed::hourlyPrice).containsExactly("9.00");
    }

    @Test
    void aClockThatGoesBackTakesNothingBack() {
        ReplicaMeter meter = seeing(opened(), at(300)).running().getFirst();

        assertThat(seeing(meter, at(10)).running()).containsExactly(meter);
        assertThat(following(List.of(meter), at(10)).used()).isEmpty();
    }

    private static MeterPlan following(List<ReplicaMeter> meters, Instant now, String... ready) {
        Metered stored = new Metered("dep_1", "acct_1", "m", "H100 80GB", 2, Set.of(ready));
        return MeterPlan.following(meters, stored, PRICE, CONFIG.longestUnseen(), now);
    }

    private static MeterPlan seeing(ReplicaMeter meter, Instant now) {
        return MeterPlan.seeing(List.of(meter), Set.of(meter.replicaId()), same -> PRICE, CONFIG, now);
    }

    private static ReplicaMeter opened() {
        return following(List.of(), NOON, "r1-0").running().getFirst();
    }

    private static Instant at(long seconds) {
        return NOON.plus(Duration.ofSeconds(seconds));
    }
}
