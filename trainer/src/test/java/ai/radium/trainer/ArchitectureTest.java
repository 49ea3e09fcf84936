package ai.radium.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.radium.kit.testing.ArchitectureRules;
import ai.radium.kit.testing.GivenTime;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;

@AnalyzeClasses(packages = "ai.radium.trainer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule TIME_IS_GIVEN = GivenTime.butFor(Map.of(
            "ai.radium.trainer.Main", "where clock and ticker come in",
            "ai.radium.trainer.StopSignal", "how long the end of the process waits for a checkpoint"));

    @ArchTest
    static final ArchRule LIBTORCH_IS_KNOWN_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("ai.radium.trainer.network")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..");
}
