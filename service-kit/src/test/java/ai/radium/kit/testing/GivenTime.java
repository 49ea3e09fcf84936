package ai.radium.kit.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where everything that passes is measured, {@link TimeRules} are not enough: here the machine's ticker is not read either,
 * and nobody waits in a way that ends by time alone (a latch that is never counted down is a sleep).
 */
public final class GivenTime {
    private static final Map<String, Set<String>> CLOCKS = Map.of(
            "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDate", Set.of("now"),
            "java.time.LocalTime", Set.of("now"),
            "java.time.LocalDateTime", Set.of("now"),
            "java.time.OffsetDateTime", Set.of("now"),
            "java.time.ZonedDateTime", Set.of("now"),
            "java.time.Clock", Set.of("system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds"),
            "java.time.InstantSource", Set.of("system"));

    /** Those of them count that take a time-out. */
    private static final Map<String, Set<String>> WAITS = Map.of(
            "java.lang.Thread", Set.of("sleep"),
            "java.lang.Object", Set.of("wait"),
            "java.util.concurrent.TimeUnit", Set.of("sleep", "timedWait"),
            "java.util.concurrent.locks.LockSupport", Set.of("parkNanos", "parkUntil"),
            "java.util.concurrent.locks.Condition", Set.of("await", "awaitNanos", "awaitUntil"),
            "java.util.concurrent.CountDownLatch", Set.of("await"));

    private GivenTime() {}

    /**
     * No class takes the machine's time or waits for it, but for those that are named, each with its reason; a name that
     * is no longer needed is a violation too.
     *
     * @param reasons by the full name of a top-level class; it holds for the classes within it
     */
    public static ArchRule butFor(Map<String, String> reasons) {
        return classes().should(new ArchCondition<>("be given their time, but for " + reasons) {
            private final Set<String> unneeded = new TreeSet<>();

            @Override
            public void init(Collection<JavaClass> all) {
                unneeded.clear();
                unneeded.addAll(reasons.keySet());
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
                    if (takesTime(access.getTarget())) {
                        unneeded.remove(topLevel(type));
                        if (!reasons.containsKey(topLevel(type))) {
                            events.add(SimpleConditionEvent.violated(access, access.getDescription()));
                        }
                    }
                }
            }

            @Override
            public void finish(ConditionEvents events) {
                unneeded.forEach(name -> events.add(SimpleConditionEvent.violated(name, name + " is named in vain")));
            }
        });
    }

    private static boolean takesTime(CodeUnitAccessTarget target) {
        return names(CLOCKS, target)
                || (names(WAITS, target) && !target.getRawParameterTypes().isEmpty());
    }

    private static boolean names(Map<String, Set<String>> methods, CodeUnitAccessTarget target) {
        return methods.getOrDefault(target.getOwner().getName(), Set.of()).contains(target.getName());
    }

    private static String topLevel(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }
}
