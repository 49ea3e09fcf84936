package ai.radium.deployment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.radium.kit.testing.ArchitectureRules;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "ai.radium.deployment", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule RUNTIMES_KNOW_NOTHING_OF_DEPLOYMENTS = noClasses()
            .that()
            .resideInAnyPackage("..local..", "..cluster..", "..runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.radium.deployment");
}
