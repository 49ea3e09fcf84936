package ai.radium.finetune;

import ai.radium.kit.testing.TimeRules;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What tests are held to. */
@AnalyzeClasses(packages = "ai.radium.finetune", importOptions = OnlyIncludeTests.class)
class TestCodeTest {
    @ArchTest
    static final ArchRule NOTHING_WAITS_FOR_TIME = TimeRules.NOTHING_WAITS_FOR_TIME;
}
