package ai.radium.worker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.radium.contracts.worker.v1.AdapterProgress.Stage;
import ai.radium.contracts.worker.v1.LoadAdapterRequest;
import ai.radium.gguf.testmodel.ScriptedAdapter;
import ai.radium.process.ProcessIdentity;
import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.AdapterRefusal;
import ai.radium.worker.engine.AdapterRefusal.Reason;
import ai.radium.worker.engine.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptersTest {
    private final Path folder;
    private final Path copies;
    private final TestEngine engine = TestEngine.talkative(512);
    private final Adapters adapters;
    private final Path owls;
    private final Path rain;

    AdaptersTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.copies = Files.createDirectory(folder.resolve("copies"));
        this.adapters = new Adapters(engine, copies);
        this.owls = ScriptedAdapter.OWLS.write(folder.resolve("owls.gguf"));
        this.rain = ScriptedAdapter.RAIN.write(folder.resolve("rain.gguf"));
    }

    @AfterEach
    void close() {
        adapters.close();
    }

    @Test
    void tellsHowALoadGoesOn() throws Exception {
        List<LoadProgress> progress = load("a", owls, sum(owls));

        assertThat(progress)
                .containsExactly(
                        new LoadProgress(Stage.FETCHING, 0, Files.size(owls)),
                        new LoadProgress(Stage.LOADING, 0, 0),
                        new LoadProgress(Stage.READY, 0, 0));
        assertThat(adapters.list()).singleElement().satisfies(adapter -> {
            assertThat(adapter.id()).isEqualTo("a");
            assertThat(adapter.sha256()).isEqualTo(sum(owls));
        });
    }

    @Test
    void isReadyAtOnceWithWeightsThatItHas() throws Exception {
        load("a", owls, "");

        assertThat(load("a", owls, sum(owls))).containsExactly(new LoadProgress(Stage.READY, 0, 0));
        assertThat(load("a", owls, "")).extracting(LoadProgress::stage).containsExactly(Stage.FETCHING, Stage.READY);
    }

    @Test
    void refusesOtherWeightsForAnIdEvenAfterItIsUnloaded() throws Exception {
        load("a", owls, "");
        assertThat(refused("a", rain, sum(rain)).reason()).isEqualTo(Reason.OTHER_WEIGHTS);
        assertThat(refused("a", rain, "").reason()).isEqualTo(Reason.OTHER_WEIGHTS);

        adapters.unload("a");
        assertThat(adapters.list()).isEmpty();
        assertThat(refused("a", rain, sum(rain)).explanation()).contains("a", sum(owls));
        load("a", owls, sum(owls));
        assertThat(adapters.list()).hasSize(1);
    }

    @Test
    void refusesAFileWithAnotherSum() throws Exception {
        AdapterRefusal refused = refused("a", owls, sum(rain));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID);
        assertThat(refused.param()).isEqualTo("sha256");
        assertThat(refused.explanation()).contains(sum(owls), sum(rain));
        assertThat(copied()).isEmpty();
    }

    @Test
    void keepsNothingOfWeightsThatTheEngineRefuses() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "no weights");

        assertThat(refused("a", text, "").param()).isEqualTo("uri");
        assertThat(adapters.list()).isEmpty();
        assertThat(copied()).isEmpty();
        load("a", owls, "");
    }

    @Test
    void keepsTheWeightsWhenTheirFileChanges() throws Exception {
        load("a", owls, "");
        Files.delete(owls);

        Adapter adapter = adapters.list().getFirst();
        assertThat(ScriptedAdapter.in(adapter.weights())).contains(ScriptedAdapter.OWLS);
    }

    @Test
    void deletesCopiesThatNoEngineLooksForAnyMore() throws Exception {
        load("a", owls, "");
        adapters.unload("a");
        assertThat(copied()).hasSize(1); // an engine that is started again still asks for it
        load("b", rain, "");

        assertThat(copied()).containsExactly(adapters.list().getFirst().weights());
        adapters.close();
        assertThat(copies).isEmptyDirectory();
    }

    @Test
    void cleansUpAfterWorkersThatWereKilled() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        ProcessIdentity own = ProcessIdentity.own();
        Path left = Files.createDirectory(copies.resolve("radium-adapters-" + dead.pid() + "-5-1"));
        Files.writeString(left.resolve("weights.gguf"), "old");
        Path ofThisPidBefore = Files.createDirectory(
                copies.resolve("radium-adapters-%d-%d-1".formatted(own.pid(), own.startTicks() - 1)));
        Path alive =
                Files.createDirectory(copies.resolve("radium-adapters-%d-%d-1".formatted(own.pid(), own.startTicks())));

        load("a", owls, "");
        assertThat(left).doesNotExist();
        assertThat(ofThisPidBefore).doesNotExist();
        assertThat(alive).exists();
    }

    @Test
    void holdsALimitedNumber() throws Exception {
        for (int i = 0; i < 64; i++) {
            load("adapter-" + i, owls, sum(owls));
        }
        AdapterRefusal refused = refused("adapter-64", owls, sum(owls));
        assertThat(refused.reason()).isEqualTo(Reason.NO_ROOM);
        assertThat(copied()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/hostname",
                "https://example.com/a.gguf",
                "file:a.gguf",
                "file://host/etc/hostname",
                "file:///no such file",
                "file:///nowhere/a.gguf",
                "file:///etc"
            })
    void refusesWhatIsNoFileHere(String uri) {
        LoadAdapterRequest request =
                LoadAdapterRequest.newBuilder().setId("a").setUri(uri).build();
        AdapterRefusal refused = catchThrowableOfType(AdapterRefusal.class, () -> AdapterOrder.of(request));

        assertThat(refused.param()).isEqualTo("uri");
        assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    }

    private List<LoadProgress> load(String id, Path file, String sha256) throws InterruptedException {
        List<LoadProgress> progress = new ArrayList<>();
        adapters.load(new AdapterOrder(id, file, sha256), progress::add);
        return progress;
    }

    private AdapterRefusal refused(String id, Path file, String sha256) {
        return catchThrowableOfType(AdapterRefusal.class, () -> load(id, file, sha256));
    }

    private List<Path> copied() throws IOException {
        try (Stream<Path> files = Files.walk(copies)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String sum(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
