package ai.radium.account;

import ai.radium.kit.testing.ArchitectureRules;
import ai.radium.kit.testing.TimeRules;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(packages = "ai.radium.account", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchTests OF_TIME = ArchTests.in(TimeRules.class);

    @ArchTest
    static final ArchRule ACCOUNTS_DO_NOT_KNOW_KEYS = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage("ai.radium.account")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.radium.account.key");
}
