package ai.radium.finetune.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends ArtifactStoreContract {
    @TempDir
    Path directory = Path.of("");

    @Override
    ArtifactStore store() throws IOException {
        return new FileStore(directory.resolve("artifacts"));
    }

    @Test
    void whatAKilledProcessLeftIsNoArtifactAndGoesWithItsKey() throws IOException {
        ArtifactStore store = store();
        Path left = Files.writeString(
                Files.createDirectories(directory.resolve("artifacts/content/ab"))
                        .resolve("01.unfinished"),
                "half");

        assertThat(store.list("")).isEmpty();
        store.delete(new ArtifactKey("content/ab/01"));

        assertThat(left).doesNotExist();
    }
}
