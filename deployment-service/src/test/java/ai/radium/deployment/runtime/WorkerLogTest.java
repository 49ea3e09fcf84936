package ai.radium.deployment.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerLogTest {
    @Test
    void takesTimeLevelMessageAndTheMembersItKnows() {
        assertThat(read("""
                {"timestamp":"2026-11-25T12:00:00.123Z","level":"INFO","logger":"a.b","message":"generation ended",\
                "requestId":"req_1","account":"acct_1","reason":"stop","prompt":"a secret","promptTokens":"40"}"""))
                .containsExactly(new LogLine(
                        Instant.parse("2026-11-25T12:00:00.123Z"),
                        LogLine.Level.INFO,
                        "r1-0",
                        "generation ended requestId=req_1 reason=stop promptTokens=40"));
    }

    @Test
    void showsWhatTheEngineWroteWithItsLevel() {
        assertThat(read("""
                {"timestamp":"2026-11-25T12:00:00.123Z","level":"WARNING","logger":"a.b","message":"engine",\
                "line":"load: control token \\u001b[0m<|im_end|>","prompt":"a secret"}"""))
                .containsExactly(new LogLine(
                        Instant.parse("2026-11-25T12:00:00.123Z"),
                        LogLine.Level.WARNING,
                        "r1-0",
                        "engine: load: control token  [0m<|im_end|>"));
    }

    @Test
    void cutsALongLineOfTheEngine() {
        assertThat(read("{\"timestamp\":\"2026-11-25T12:00:00Z\",\"message\":\"engine\",\"line\":\"%s\"}"
                        .formatted("x".repeat(2_000))))
                .singleElement()
                .extracting(LogLine::message)
                .isEqualTo("engine: " + "x".repeat(500) + "…");
    }

    @Test
    void showsThatMemberOfNoOtherLine() {
        assertThat(read("{\"timestamp\":\"2026-11-25T12:00:00Z\",\"message\":\"m\",\"line\":\"a secret\"}"))
                .singleElement()
                .extracting(LogLine::message)
                .isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTE: Picked up JDK_JAVA_OPTIONS",
                "{\"timestamp\":\"2026-11-25T12:00:00Z\",\"message\":\"cut o",
                "{\"message\":\"without a time\"}",
                "{\"timestamp\":\"yesterday\",\"message\":\"m\"}",
                "{}",
                "[]",
                "a prompt",
                ""
            })
    void leavesOutWhatIsNoLineOfTheWorkersLog(String line) {
        assertThat(read(line)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SEVERE, ERROR", "WARNING, WARNING", "INFO, INFO", "FINE, DEBUG"})
    void knowsTheLevelsOfTheWorker(String word, LogLine.Level level) {
        assertThat(read("{\"timestamp\":\"2026-11-25T12:00:00Z\",\"level\":\"%s\",\"message\":\"m\"}".formatted(word)))
                .extracting(LogLine::level)
                .containsExactly(level);
    }

    private static List<LogLine> read(String line) {
        return WorkerLog.read("r1-0", Stream.of(line));
    }
}
