package ai.radium.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import ai.radium.kit.testing.ArchitectureRules;
import ai.radium.kit.testing.GivenTime;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;

/** Which packages of the gateway may know which: the README's table, made to fail the build. */
@AnalyzeClasses(packages = "ai.radium.gateway", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String GATEWAY = "ai.radium.gateway";

    @ArchTest
    static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule PROBLEMS_KNOW_NOTHING = only("problem");

    @ArchTest
    static final ArchRule CORS_KNOWS_NOTHING = only("cors");

    @ArchTest
    static final ArchRule DOCS_ARE_REPLIES = only("docs", "reply");

    @ArchTest
    static final ArchRule THE_STATUS_KNOWS_NO_PART = only("status");

    @ArchTest
    static final ArchRule ROUTES_KNOW_WHERE_THEY_COME_FROM = only("routes", "feed", "liveness", "time");

    @ArchTest
    static final ArchRule BODIES_KNOW_WHY_THEY_ARE_REFUSED = only("body", "problem");

    @ArchTest
    static final ArchRule THE_RELAY_KNOWS_NO_CLIENT = only("relay", "problem", "identity", "time");

    @ArchTest
    static final ArchRule ENDPOINTS_NAME_WHO_ANSWERS = only("endpoints", "problem", "identity", "inference", "relay");

    @ArchTest
    static final ArchRule LIMITS_KNOW_NO_REQUEST = only("limits", "redis", "time");

    @ArchTest
    static final ArchRule FUNDS_KNOW_NO_REQUEST = only("funds", "feed", "redis", "time");

    @ArchTest
    static final ArchRule REDIS_IS_KNOWN_BY_ITS_USERS = only("redis");

    @ArchTest
    static final ArchRule REPLIES_ARE_KEPT_WHOEVER_GAVE_THEM = only("idempotency", "problem", "redis", "reply");

    @ArchTest
    static final ArchRule NO_CLASS_TAKES_THE_MACHINES_TIME =
            GivenTime.butFor(Map.of("ai.radium.gateway.time.GatewayTime", "where the machine's time comes in"));

    /** The public port is on top: it knows the others, and but for the wiring and the metrics nobody knows it. */
    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_PUBLIC_PORT = classes()
            .that()
            .resideInAPackage(GATEWAY + ".http")
            .should()
            .onlyBeAccessed()
            .byAnyPackage(GATEWAY, GATEWAY + ".http", GATEWAY + ".management");

    /** Of the gateway's packages this one knows itself and those named. */
    private static ArchRule only(String of, String... others) {
        List<String> allowed = List.of(others);
        return classes()
                .that()
                .resideInAPackage(GATEWAY + "." + of)
                .should()
                .onlyDependOnClassesThat(describe("are outside the gateway or in " + of + " " + allowed, known -> {
                    String name = packageOf(known);
                    return name.isEmpty() || name.equals(of) || allowed.contains(name);
                }));
    }

    /** Below the gateway's root; empty for classes of others. */
    private static String packageOf(JavaClass known) {
        String name = known.getBaseComponentType().getPackageName();
        if (!name.startsWith(GATEWAY)) {
            return "";
        }
        return name.equals(GATEWAY) ? "(the wiring)" : name.substring(GATEWAY.length() + 1);
    }
}
