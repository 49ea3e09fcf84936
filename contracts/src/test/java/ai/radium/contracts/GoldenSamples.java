package ai.radium.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Files of what was once written: one is added when a type is added, and never edited. */
public record GoldenSamples(Path folder) {
    /** What must hold of a sample. */
    public interface Check {
        void of(Path sample) throws IOException;
    }

    /** A test of each. */
    public Stream<DynamicTest> each(Check check) throws IOException {
        List<Path> samples;
        try (Stream<Path> files = Files.list(folder)) {
            samples = files.sorted().toList();
        }
        return samples.stream()
                .map(sample -> DynamicTest.dynamicTest(sample.getFileName().toString(), () -> check.of(sample)));
    }
}
