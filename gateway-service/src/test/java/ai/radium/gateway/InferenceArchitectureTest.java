package ai.radium.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** What the README's table of packages promises of the way of an inference call. */
@AnalyzeClasses(packages = "ai.radium.gateway", importOptions = DoNotIncludeTests.class)
class InferenceArchitectureTest {
    private static final String GATEWAY = "ai.radium.gateway.";

    @ArchTest
    static final ArchRule WORKER_IS_A_CLIENT_OF_WORKERS_AND_NOTHING_ELSE = uses("worker", "time");

    @ArchTest
    static final ArchRule USAGE_GOES_TO_DISK_AND_KAFKA = uses("usage", "kafka", "liveness", "time");

    @ArchTest
    static final ArchRule A_REPLY_IS_BYTES = uses("reply", "problem", "limits", "time");

    @ArchTest
    static final ArchRule A_BODY_IS_HELD_OR_REFUSED = uses("body", "problem");

    @ArchTest
    static final ArchRule INFERENCE_DOES_NOT_KNOW_THE_PORT =
            uses("inference", "body", "funds", "identity", "problem", "reply", "routes", "time", "usage", "worker");

    @ArchTest
    static final ArchRule ONLY_INFERENCE_CALLS_WORKERS = usedBy("worker", "inference", "http");

    @ArchTest
    static final ArchRule ONLY_INFERENCE_RECORDS_USAGE = usedBy("usage", "inference", "http");

    @ArchTest
    static final ArchRule ONLY_THE_PORT_STARTS_INFERENCE = usedBy("inference", "http", "management", "endpoints");

    /** Their state is one loop's: nothing of it is locked, and nothing waits. */
    @ArchTest
    static final ArchRule THE_LOOPS_OWN_STATE_IS_NOT_LOCKED = noClasses()
            .that()
            .resideInAnyPackage(GATEWAY + "inference", GATEWAY + "reply", GATEWAY + "worker")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent.locks", "java.util.concurrent.atomic");

    private static ArchRule uses(String name, String... others) {
        String[] allowed = Stream.concat(Stream.of(name), Arrays.stream(others))
                .map(other -> GATEWAY + other + "..")
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(GATEWAY + name + "..")
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(GATEWAY + ".").or(resideInAnyPackage(allowed)));
    }

    /** The process itself, which wires all of them, may use each. */
    private static ArchRule usedBy(String name, String... others) {
        String[] allowed = Stream.concat(Stream.of(name), Arrays.stream(others))
                .map(other -> GATEWAY + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that(resideInAPackage(GATEWAY + ".")
                        .and(resideOutsideOfPackage("ai.radium.gateway"))
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(allowed))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(GATEWAY + name + "..");
    }
}
