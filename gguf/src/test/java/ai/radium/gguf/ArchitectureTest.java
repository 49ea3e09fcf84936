package ai.radium.gguf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.radium.kit.testing.ArchitectureRules;
import ai.radium.kit.testing.GivenTime;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;

@AnalyzeClasses(packages = "ai.radium.gguf", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule TIME_IS_GIVEN = GivenTime.butFor(Map.of());

    @ArchTest
    static final ArchRule STARTS_NO_PROCESS_AND_KNOWS_NO_NETWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "ai.radium.process..", "io.quarkus..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class, Process.class);

    /** Whoever reads headers only, the worker, need not have a template engine. */
    @ArchTest
    static final ArchRule READS_FILES_WITHOUT_TEMPLATES = noClasses()
            .that()
            .resideInAnyPackage("ai.radium.gguf", "ai.radium.gguf.tokenizer")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hubspot..", "jinjava..");
}
