package ai.radium.kit.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Time comes from an injected {@link InstantSource}, so that a test decides what time it is, and nothing waits by itself
 * for time to pass. A module's ArchitectureTest imports these over its own classes; NOTHING_WAITS_FOR_TIME over its tests
 * too.
 */
public final class TimeRules {
    /** What takes the machine's time by itself. A producer of beans may: there the time comes in. */
    private static final Map<String, Set<String>> CLOCKS = Map.of(
            "java.time.Instant",
            Set.of("now"),
            "java.time.LocalDate",
            Set.of("now"),
            "java.time.LocalDateTime",
            Set.of("now"),
            "java.time.OffsetDateTime",
            Set.of("now"),
            "java.time.ZonedDateTime",
            Set.of("now"),
            Clock.class.getName(),
            Set.of("systemUTC", "system", "systemDefaultZone", "tickMillis", "tickSeconds"),
            InstantSource.class.getName(),
            Set.of("system"),
            System.class.getName(),
            Set.of("currentTimeMillis"));

    private static final Map<String, Set<String>> PAUSES = Map.of(
            Thread.class.getName(),
            Set.of("sleep"),
            TimeUnit.class.getName(),
            Set.of("sleep"),
            LockSupport.class.getName(),
            Set.of("parkNanos", "parkUntil"),
            "org.awaitility.core.ConditionFactory",
            Set.of("pollDelay"));

    @ArchTest
    public static final ArchRule TIME_IS_INJECTED = noClasses()
            .should()
            .callCodeUnitWhere(calls(CLOCKS, "a clock of the machine, outside of a producer")
                    .and(DescribedPredicate.not(fromAProducer())))
            .allowEmptyShould(true);

    @ArchTest
    public static final ArchRule NOTHING_WAITS_FOR_TIME = noClasses()
            .should()
            .callCodeUnitWhere(calls(PAUSES, "a pause, by whatever name"))
            .allowEmptyShould(true);

    private TimeRules() {}

    private static DescribedPredicate<JavaCall<?>> calls(Map<String, Set<String>> methods, String what) {
        return DescribedPredicate.describe(
                "it calls " + what,
                call -> methods.getOrDefault(call.getTargetOwner().getName(), Set.of())
                        .contains(call.getName()));
    }

    private static DescribedPredicate<JavaCall<?>> fromAProducer() {
        return DescribedPredicate.describe(
                "from a producer", call -> call.getOrigin().isAnnotatedWith("jakarta.enterprise.inject.Produces"));
    }
}
