package ai.radium.contracts.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.GoldenSamples;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A sample is added when a type is added, and never edited: readers must go on reading what was once written. */
class ProgressLineTest {
    private static final Path GOLDEN = Path.of("src/test/resources/training");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> readsAndWritesEveryGoldenSampleWithoutLoss() throws IOException {
        return new GoldenSamples(GOLDEN).each(ProgressLineTest::roundTrips);
    }

    @TestFactory
    Stream<DynamicTest> hasASampleOfEveryType() {
        return Arrays.stream(TrainingProgress.class.getPermittedSubclasses())
                .map(type -> type.getSimpleName().toLowerCase(Locale.ROOT))
                .map(type -> DynamicTest.dynamicTest(
                        type, () -> assertThat(GOLDEN.resolve(type + ".json")).exists()));
    }

    @Test
    void skipsWhatIsNoProgress() {
        assertThat(ProgressLine.read("{\"type\":\"danced\"}")).isEmpty();
        assertThat(ProgressLine.read("libtorch says hello")).isEmpty();
        assertThat(ProgressLine.read("[1]")).isEmpty();
        assertThat(ProgressLine.read("")).isEmpty();
    }

    private static void roundTrips(Path sample) throws IOException {
        String json = Files.readString(sample);

        TrainingProgress progress = ProgressLine.read(json).orElseThrow();

        assertThat(MAPPER.readTree(ProgressLine.write(progress))).isEqualTo(MAPPER.readTree(json));
    }
}
