package ai.radium.worker;

import ai.radium.kit.testing.ArchitectureRules;
import ai.radium.kit.testing.GivenTime;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Collectors;

@AnalyzeClasses(packages = "ai.radium.worker", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /** Who may still take the machine's time, and why. No class joins them without its reason. */
    private static final Map<String, String> MACHINES_TIME = Map.ofEntries(
            Map.entry("metrics.WorkerMetrics", "where the ticker comes in"),
            Map.entry("model.ModelSettings", "where the clock comes in"),
            Map.entry(
                    "llama.Supervisor",
                    "where the restarts' clock comes in; looks at a child that tells nothing by itself"),
            Map.entry("llama.Children", "how long a process takes to end"),
            Map.entry("llama.Replacement", "how long calls of a process take to end"),
            Map.entry("upstream.Availability", "how long a caller waits for a server that starts"),
            Map.entry("upstream.ServerWatch", "a server tells nothing by itself: it is asked at an interval"),
            Map.entry("openai.LoadWatch", "a server tells nothing by itself: it is asked at an interval"),
            Map.entry("model.cache.ModelCache", "the lock of another process is looked at again"),
            Map.entry("model.fetch.Retries", "a host that failed is left alone for a while"),
            Map.entry("model.fetch.Meter", "the speed of a transfer, for a person to read"),
            Map.entry("model.ProgressLine", "the speed of a transfer, for a person to read"),
            Map.entry("serving.Admission", "how long a stop waits for calls that run"),
            Map.entry("serving.EmbedRun", "what a call took; how long a reader is waited for"),
            Map.entry("serving.GenerateRun", "what a call took"),
            Map.entry("serving.EventOutbox", "how long a reader is waited for"),
            Map.entry("serving.AdapterCalls", "what a load took"),
            Map.entry("openai.Pulse", "whether a server that owes a reply still gives signs"),
            Map.entry("openai.CompletionStream", "what a call took"));

    @ArchTest
    static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule TIME_IS_GIVEN = GivenTime.butFor(MACHINES_TIME.entrySet().stream()
            .collect(Collectors.toMap(entry -> "ai.radium.worker." + entry.getKey(), Map.Entry::getValue)));
}
