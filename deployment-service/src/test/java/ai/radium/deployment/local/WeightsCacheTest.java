package ai.radium.deployment.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.model.ModelChanged.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsCacheTest {
    @TempDir
    private Path folder;

    @Test
    void doesNotKnowTheSizeOfWhatWasNeverFetched() {
        assertThat(cache().mib(weights("https://models.example/one.gguf", "0a")))
                .isEmpty();
    }

    @Test
    void readsTheSizeOfWhatIsLoadedFromTheCachesList() throws IOException {
        list(folder, """
                [{"name": "other", "sourceSha256": "0b", "sha256": "0c", "sizeBytes": 9000000},
                 {"name": "one", "sourceSha256": "0a", "sha256": "0d", "sizeBytes": 2097153, "preparation": "quantized"}]
                """);

        assertThat(cache().mib(weights("pypi:one==1", "0a"))).hasValue(3);
    }

    @Test
    void looksIntoAnotherUsersCacheToo() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        list(shared, "[{\"sourceSha256\": \"0a\", \"sizeBytes\": 1048576}]");

        assertThat(new WeightsCache(folder, Optional.of(shared)).mib(weights("pypi:one==1", "0a")))
                .hasValue(1);
    }

    @Test
    void measuresAFileWhereItIs() throws IOException {
        Path file = Files.write(folder.resolve("one.gguf"), new byte[100]);

        assertThat(cache().mib(weights(file.toUri().toString(), "0a"))).hasValue(1);
    }

    private WeightsCache cache() {
        return new WeightsCache(folder, Optional.empty());
    }

    private static void list(Path cache, String json) throws IOException {
        Files.writeString(cache.resolve("index.json"), json);
    }

    private static Weights weights(String uri, String sha256) {
        return new Weights(uri, sha256, "gguf", "MIT");
    }
}
