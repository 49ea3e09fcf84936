package ai.radium.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A sample is added when a type is added, and never edited: readers must go on reading what was once written. */
class GoldenSamplesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> readsAndWritesEveryGoldenSampleWithoutLoss() throws IOException {
        return new GoldenSamples(GOLDEN).each(GoldenSamplesTest::roundTrips);
    }

    @TestFactory
    Stream<DynamicTest> hasASampleOfEveryType() {
        return Arrays.stream(Topic.values())
                .flatMap(topic -> Arrays.stream(topic.eventType().getPermittedSubclasses()))
                .map(type -> DynamicTest.dynamicTest(
                        type.getSimpleName(),
                        () -> assertThat(GOLDEN.resolve(type.getSimpleName() + ".v1.json"))
                                .exists()));
    }

    @Test
    void skipsATypeThatThisBuildDoesNotKnow() {
        assertThat(EventJson.read(Topic.KEY_CHANGED, "radium.KeyPolished", new byte[0]))
                .isEmpty();
    }

    @Test
    void ignoresFieldsThatALaterVersionAdded() throws IOException {
        try (InputStream sample = Files.newInputStream(GOLDEN.resolve("KeyChanged.v1.json"))) {
            String extended = new String(sample.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .replaceFirst("\\{", "{\"addedLater\":1,");

            assertThat(EventJson.read(
                            Topic.KEY_CHANGED,
                            "radium.KeyChanged",
                            extended.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .isPresent();
        }
    }

    private static void roundTrips(Path sample) throws IOException {
        byte[] json = Files.readAllBytes(sample);
        String type = sample.getFileName().toString().replaceFirst("\\..*", "");
        Topic topic = Arrays.stream(Topic.values())
                .filter(t -> Arrays.stream(t.eventType().getPermittedSubclasses())
                        .anyMatch(record -> record.getSimpleName().equals(type)))
                .findFirst()
                .orElseThrow();

        Event event = EventJson.read(topic, "radium." + type, json).orElseThrow();

        assertThat(MAPPER.readTree(EventJson.write(event))).isEqualTo(MAPPER.readTree(json));
        assertThat(Topic.of(event.getClass())).isEqualTo(topic);
    }
}
