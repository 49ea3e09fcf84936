package ai.radium.deployment.metering;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.deployment.ReplicaTimeUsed;
import ai.radium.kit.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Whatever happens to a deployment, and however long nobody looks: what is billed of its replicas. */
class MeterPropertyTest {
    private static final TestMeteringConfig CONFIG = TestMeteringConfig.DEFAULT;

    /** What happens after a while. Nothing but meters is kept from one to the next, so the service may have been killed between. */
    sealed interface Step {
        Duration after();
    }

    /** A look showed these replicas ready. */
    record Look(Duration after, Set<String> ready) implements Step {}

    /** Its owner renamed it, for example: what is stored of its replicas stays. */
    record Change(Duration after) implements Step {}

    /** Its owner stopped it, or it failed. */
    record Stop(Duration after) implements Step {}

    @Property
    void everySecondThatWasSeenIsBilledOnceAndHardlyOneThatWasNot(@ForAll("steps") List<Step> steps) {
        Life life = new Life();

        steps.forEach(life::go);
        life.go(new Stop(Duration.ofSeconds(1)));

        assertThat(life.meters).isEmpty();
        life.sessions.forEach(session -> {
            List<ReplicaTimeUsed> times = life.of(session);
            Instant end = session.opened;
            for (ReplicaTimeUsed time : times) {
                assertThat(time.from()).isEqualTo(end);
                assertThat(time.until()).isEqualTo(time.from().plusSeconds(time.seconds()));
                assertThat(time.seconds()).isPositive();
                end = time.until();
            }
            Instant closed = Objects.requireNonNull(session.closed);
            Instant unseen = session.looked.plus(CONFIG.longestUnseen());
            Instant latest = unseen.isBefore(closed) ? unseen : closed;
            assertThat(Duration.between(session.opened, end).toSeconds())
                    .isBetween(
                            Duration.between(session.opened, session.looked).toSeconds(),
                            Duration.between(session.opened, latest).toSeconds());
        });
        assertThat(life.used.stream().mapToLong(ReplicaTimeUsed::seconds).sum())
                .isEqualTo(life.sessions.stream()
                        .flatMap(session -> life.of(session).stream())
                        .mapToLong(ReplicaTimeUsed::seconds)
                        .sum());
        assertThat(life.used).extracting(ReplicaTimeUsed::id).doesNotHaveDuplicates();
    }

    @Property
    void noMeterThatIsSeenGoesUnbilledForLongerThanItMay(@ForAll("steps") List<Step> steps) {
        Life life = new Life();
        for (Step step : steps) {
            life.go(step);
            assertThat(life.meters)
                    .allSatisfy(meter -> assertThat(Duration.between(meter.billedUntil(), meter.seenAt()))
                            .isBetween(Duration.ZERO, CONFIG.every()));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Duration> after = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 12_000).map(Duration::ofMillis),
                Arbitraries.longs().between(0, 2_000_000).map(Duration::ofMillis));
        Arbitrary<Set<String>> ready =
                Arbitraries.of("r1-0", "r1-1", "r2-0").set().ofMaxSize(3);
        return Arbitraries.frequencyOf(
                        Tuple.of(8, Combinators.combine(after, ready).<Step>as(Look::new)),
                        Tuple.of(2, after.<Step>map(Change::new)),
                        Tuple.of(1, after.<Step>map(Stop::new)))
                .list()
                .ofMaxSize(60);
    }

    /** A replica from when it took calls to when it no longer did. */
    private static final class Session {
        private final String replica;
        private final Instant opened;
        private Instant looked;
        private @Nullable Instant closed;

        Session(String replica, Instant opened) {
            this.replica = replica;
            this.opened = opened;
            looked = opened;
        }
    }

    private static final class Life {
        private final List<Session> sessions = new ArrayList<>();
        private final Map<String, Session> open = new HashMap<>();
        private final List<ReplicaTimeUsed> used = new ArrayList<>();
        private List<ReplicaMeter> meters = List.of();
        private Set<String> stored = Set.of();
        private Instant now = Instant.parse("2026-11-25T12:00:00Z");

        void go(Step step) {
            now = now.plus(step.after());
            switch (step) {
                case Look look -> {
                    store(look.ready());
                    look.ready().forEach(id -> Objects.requireNonNull(open.get(id)).looked = now);
                    take(MeterPlan.seeing(meters, look.ready(), meter -> meter.hourlyPrice(), CONFIG, now));
                }
                case Change ignored -> store(stored);
                case Stop ignored -> store(Set.of());
            }
        }

        List<ReplicaTimeUsed> of(Session session) {
            return used.stream()
                    .filter(time -> time.replicaId().equals(session.replica)
                            && !time.from().isBefore(session.opened)
                            && time.until().compareTo(Objects.requireNonNull(session.closed)) <= 0)
                    .toList();
        }

        private void store(Set<String> ready) {
            stored = ready;
            open.entrySet().removeIf(entry -> {
                boolean isGone = !ready.contains(entry.getKey());
                if (isGone) {
                    entry.getValue().closed = now;
                }
                return isGone;
            });
            ready.forEach(id -> open.computeIfAbsent(id, replica -> {
                Session session = new Session(replica, now);
                sessions.add(session);
                return session;
            }));
            take(MeterPlan.following(
                    meters,
                    new Metered("dep_1", "acct_1", "m", "CPU", 1, ready),
                    Money.usd("1.00"),
                    CONFIG.longestUnseen(),
                    now));
        }

        private void take(MeterPlan plan) {
            meters = plan.running();
            used.addAll(plan.used());
        }
    }
}
