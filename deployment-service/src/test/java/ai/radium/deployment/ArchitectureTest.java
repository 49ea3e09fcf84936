package ai.radium.deployment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import ai.radium.kit.testing.ArchitectureRules;
import ai.radium.kit.testing.GivenTime;
import ai.radium.kit.testing.TimeRules;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;

@AnalyzeClasses(packages = "ai.radium.deployment", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

    /** Each room may be used by those that are named, and by no other; so there is no cycle. */
    @ArchTest
    static final ArchRule EVERY_ROOM_HAS_ITS_USERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("reconcile")
            .definedBy("..reconcile")
            .layer("adapters")
            .definedBy("..adapters")
            .layer("deployment")
            .definedBy("ai.radium.deployment")
            .layer("catalogue")
            .definedBy("..catalogue")
            .layer("usage")
            .definedBy("..usage")
            .layer("metering")
            .definedBy("..metering")
            .layer("standing")
            .definedBy("..standing")
            .layer("wakeup")
            .definedBy("..wakeup")
            .layer("local")
            .definedBy("..local")
            .layer("cluster")
            .definedBy("..cluster")
            .layer("runtime")
            .definedBy("..runtime")
            .whereLayer("reconcile")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("adapters")
            .mayOnlyBeAccessedByLayers("reconcile")
            .whereLayer("deployment")
            .mayOnlyBeAccessedByLayers("reconcile", "adapters")
            .whereLayer("catalogue")
            .mayOnlyBeAccessedByLayers("deployment", "reconcile", "adapters", "metering")
            .whereLayer("usage")
            .mayOnlyBeAccessedByLayers("deployment")
            .whereLayer("metering")
            .mayOnlyBeAccessedByLayers("deployment")
            .whereLayer("standing")
            .mayOnlyBeAccessedByLayers("reconcile")
            .whereLayer("wakeup")
            .mayOnlyBeAccessedByLayers("deployment", "catalogue", "reconcile", "adapters", "standing")
            .whereLayer("local")
            .mayOnlyBeAccessedByLayers("reconcile")
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("reconcile")
            .whereLayer("runtime")
            .mayOnlyBeAccessedByLayers(
                    "deployment", "catalogue", "reconcile", "adapters", "metering", "standing", "local", "cluster");

    @ArchTest
    static final ArchRule KUBERNETES_IS_KNOWN_IN_ONE_ROOM = noClasses()
            .that()
            .resideOutsideOfPackage("..cluster")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..");

    @ArchTest
    static final ArchTests OF_TIME = ArchTests.in(TimeRules.class);

    /** Not even the ticker, nor a wait: what takes time here is looked at again by the wake-ups. */
    @ArchTest
    static final ArchRule TIME_IS_GIVEN = GivenTime.butFor(Map.of());
}
