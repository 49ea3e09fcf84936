package ai.radium.billing;

import ai.radium.kit.testing.ArchitectureRules;
import ai.radium.kit.testing.TimeRules;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(packages = "ai.radium.billing", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchTests OF_TIME = ArchTests.in(TimeRules.class);

    @ArchTest
    static final ArchRule MONEY_IS_COUNTED_PURELY = ArchRuleDefinition.classes()
            .that()
            .resideInAnyPackage("..pricing..", "..ledger..", "..spending..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "ai.radium.kit.money", "..pricing..", "..ledger..", "..spending..", "org.jspecify..");
}
