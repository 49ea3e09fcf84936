package ai.radium.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.GgufHeader;
import ai.radium.gguf.TensorType;
import ai.radium.worker.model.cache.CacheEntry;
import ai.radium.worker.model.cache.HeldModel;
import ai.radium.worker.model.fetch.ModelFailure;
import ai.radium.worker.model.fetch.ModelUri;
import ai.radium.worker.model.fetch.Retries;
import ai.radium.worker.model.fetch.Sha256;
import ai.radium.worker.testmodel.TinyBert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A known model that is published in another form than the engine reads. */
class ModelFilesTest {
    @TempDir
    private Path folder;

    @Test
    void convertsAModelOnItsWayIntoTheCache() throws Exception {
        Path archive = TinyBert.whole().write(folder.resolve("tiny.zip"));
        List<String> steps = new ArrayList<>();

        try (HeldModel model = files().obtain(request(archive), told -> steps.add(told.step()))) {
            CacheEntry entry = model.entry();
            assertThat(entry.name()).isEqualTo("tiny");
            assertThat(entry.preparation()).isEqualTo("converted to F16");
            assertThat(entry.sourceSha256()).isEqualTo(Sha256.ofFile(archive));
            assertThat(entry.sha256()).isEqualTo(Sha256.ofFile(model.file()));
            assertThat(GgufHeader.read(model.file()).architecture()).isEqualTo("bert");
        }

        assertThat(steps).contains("converting file:" + archive + " to F16");
        try (var left = Files.list(folder.resolve("cache/fetch"))) {
            assertThat(left).allMatch(file -> file.toString().endsWith(".lock"));
        }
    }

    @Test
    void neitherFetchesNorConvertsAModelThatIsThere() throws Exception {
        Path archive = TinyBert.whole().write(folder.resolve("tiny.zip"));
        ModelRequest request = request(archive);
        files().obtain(request, _ -> {}).close();
        Files.delete(archive);

        try (HeldModel model = files().obtain(request, _ -> {})) {
            assertThat(model.file()).exists();
        }
    }

    @Test
    void saysWhatIsWrongWithAnArchive() throws Exception {
        Path archive = TinyBert.whole().without("tokenizer.json").write(folder.resolve("tiny.zip"));

        assertThatThrownBy(() -> files().obtain(request(archive), _ -> {}))
                .isInstanceOf(ModelFailure.class)
                .hasMessage("file:" + archive + " is no use: it holds no model/tokenizer.json");
    }

    private ModelFiles files() throws Exception {
        return new ModelSettings(Map.of(
                        "RADIUM_WORKER_MODEL_CACHE", folder.resolve("cache").toString()))
                .files(Retries.usual());
    }

    private static ModelRequest request(Path archive) throws Exception {
        KnownModel model = new KnownModel(
                "tiny",
                ModelUri.parse("file:" + archive),
                Sha256.ofFile(archive),
                new Treatment.Converted(TensorType.F16),
                true,
                "Apache-2.0",
                Optional.empty());
        return ModelRequest.of("tiny", Optional.empty(), new KnownModels(List.of(model)), false, false);
    }
}
