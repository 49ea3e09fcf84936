package ai.radium.worker.model.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.worker.model.cache.Preparation.Prepared;
import ai.radium.worker.model.fetch.ModelFailure;
import ai.radium.worker.model.fetch.ModelUri;
import ai.radium.worker.model.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {
    private static final int BYTES = 1_000;

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int fetches;
    private ModelCache cache;

    @BeforeEach
    void prepare() throws IOException {
        cache = new ModelCache(folder, 3 * BYTES, () -> now);
    }

    @Test
    void fetchesOnceAndThenFinds() throws Exception {
        pull("one");

        try (HeldModel again = obtain(wanted("one"))) {
            assertThat(fetches).isEqualTo(1);
            assertThat(again.file())
                    .hasContent(content("one"))
                    .hasFileName(again.entry().sha256().hex());
            assertThat(folder.resolve("one.gguf")).hasContent(content("one"));
            assertThat(folder.resolve("index.json")).content().contains("\"name\" : \"one\"", "\"licence\" : \"MIT\"");
        }
    }

    @Test
    void givesUpWhatWasNotUsedForLongest() throws Exception {
        pull("one");
        pull("two");
        pull("three");
        pull("one");

        pull("four");

        assertThat(cache.entries()).extracting(CacheEntry::name).containsExactly("four", "one", "three");
        assertThat(folder.resolve("two.gguf")).doesNotExist();
    }

    @Test
    void keepsWhatIsPinnedOrInUse() throws Exception {
        obtain(new WantedModel("pinned", uri("pinned"), Optional.empty(), "", Optional.empty(), true))
                .close();
        HeldModel used = obtain(wanted("used"));
        pull("one");
        pull("two");
        pull("three");

        assertThat(cache.entries()).extracting(CacheEntry::name).containsExactly("pinned", "three", "used");
        assertThat(used.file()).exists();
        assertThatThrownBy(() -> cache.remove("used")).isInstanceOf(ModelFailure.class);
    }

    @Test
    void findsAnySourceOfTheContentThatIsWanted() throws Exception {
        pull("one");

        WantedModel elsewhere = new WantedModel(
                "other", uri("elsewhere"), Optional.of(Sha256.ofText(content("one"))), "", Optional.empty(), false);

        assertThat(cache.find(elsewhere)).isPresent();
    }

    @Test
    void readsAnotherUsersCacheAndFetchesOnlyWhatIsNotInThat(@TempDir Path own) throws Exception {
        pull("one");
        ModelCache mine = new ModelCache(own, Optional.of(folder), 0, () -> now);

        try (HeldModel theirs = mine.find(wanted("one")).orElseThrow()) {
            assertThat(theirs.file()).hasContent(content("one")).startsWith(folder);
        }
        mine.obtain(wanted("two"), (part, _) -> prepared(part.data(), "two"), _ -> {})
                .close();

        assertThat(mine.entries()).extracting(CacheEntry::name).containsExactly("two");
        assertThat(cache.entries()).extracting(CacheEntry::name).containsExactly("one");
    }

    @Test
    void keepsAFileAsLongAsOneOfItsNames() throws Exception {
        pull("one");
        WantedModel same = new WantedModel("twin", uri("twin"), Optional.empty(), "", Optional.empty(), false);
        cache.obtain(same, (part, _) -> prepared(part.data(), "one"), _ -> {}).close();

        cache.remove("one");

        assertThat(folder.resolve("one.gguf")).doesNotExist();
        assertThat(folder.resolve("twin.gguf")).hasContent(content("one"));
        cache.remove("twin");
        assertThat(folder.resolve("blobs")).isEmptyDirectory();
    }

    @Test
    void namesTwoModelsOfOneNameApart() throws Exception {
        pull("one");
        WantedModel other = new WantedModel("one", uri("two"), Optional.empty(), "", Optional.empty(), false);

        try (HeldModel model = cache.obtain(other, (part, _) -> prepared(part.data(), "two"), _ -> {})) {
            assertThat(model.entry().name())
                    .isEqualTo("one-" + model.entry().sha256().shortened());
        }
        assertThat(folder.resolve("one.gguf")).hasContent(content("one"));
    }

    @Test
    void startsAfreshWhenItsIndexIsDeleted() throws Exception {
        pull("one");
        Files.delete(folder.resolve("index.json"));

        pull("two");

        assertThat(cache.entries()).extracting(CacheEntry::name).containsExactly("two");
        assertThat(folder.resolve("blobs").toFile().list()).hasSize(1);
    }

    @Test
    void forgetsWhatSomebodyDeleted() throws Exception {
        pull("one");
        Files.delete(folder.resolve("one.gguf").toRealPath());

        pull("one");

        assertThat(fetches).isEqualTo(2);
        assertThat(folder.resolve("one.gguf")).hasContent(content("one"));
    }

    @Test
    void saysWhatToDoAboutABrokenIndex() throws Exception {
        pull("one");
        Files.writeString(folder.resolve("index.json"), "{");

        assertThatThrownBy(cache::entries).hasMessageContaining("index.json is broken; delete it");
    }

    @Test
    void holdsAModelByItsFileToo() throws Exception {
        pull("one");

        try (HeldModel held = cache.find(folder.resolve("one.gguf")).orElseThrow()) {
            assertThat(held.entry().name()).isEqualTo("one");
            assertThatThrownBy(() -> cache.remove("one")).hasMessageContaining("in use");
        }
        assertThat(cache.find(Files.createFile(folder.resolve("mine.gguf")))).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchModel() {
        assertThatThrownBy(() -> cache.remove("none"))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining("no model none");
    }

    private void pull(String name) throws Exception {
        obtain(wanted(name)).close();
    }

    private HeldModel obtain(WantedModel wanted) throws Exception {
        now = now.plusSeconds(1);
        return cache.obtain(wanted, (part, _) -> prepared(part.data(), wanted.name()), _ -> {});
    }

    private Prepared prepared(Path part, String text) throws IOException {
        fetches++;
        Sha256 sha256 = Sha256.ofFile(Files.writeString(part, content(text)));
        return new Prepared(part, sha256, sha256, Optional.of("MIT"));
    }

    private static WantedModel wanted(String name) {
        return new WantedModel(name, uri(name), Optional.empty(), "", Optional.empty(), false);
    }

    private static ModelUri uri(String name) {
        return ModelUri.parse("https://host/" + name);
    }

    private static String content(String text) {
        return text + " ".repeat(BYTES - text.length());
    }
}
