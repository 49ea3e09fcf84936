package ai.radium.process;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import ai.radium.kit.testing.ArchitectureRules;
import ai.radium.kit.testing.GivenTime;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;

@AnalyzeClasses(packages = "ai.radium.process", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule TIME_IS_GIVEN = GivenTime.butFor(Map.of(
            "ai.radium.process.ProcessIdentity", "how long another process takes to end is the machine's time alone"));

    @ArchTest
    static final ArchRule NEEDS_NOTHING_BUT_JAVA = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "ai.radium.process");
}
