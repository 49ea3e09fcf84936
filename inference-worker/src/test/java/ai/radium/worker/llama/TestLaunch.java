package ai.radium.worker.llama;

import ai.radium.gguf.GgufHeader;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.wordpiece.EmbeddingReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The real llama-server on the generated models. */
public final class TestLaunch {
    private TestLaunch() {}

    /** Where engine/build.sh puts it, or where RADIUM_LLAMA_SERVER says. */
    public static Path program() {
        return BuiltEngine.program(System.getenv());
    }

    /** The demo model, where bin/model.sh puts it. */
    public static Path demoModel() {
        return fetched("smollm2-135m-instruct");
    }

    /** The model by this name, where bin/model.sh puts it. */
    public static Path fetched(String name) {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("radium/models/" + name + ".gguf");
    }

    public static LlamaEngine start(ScriptedModel model, Path folder, int slots, int contextLength) throws IOException {
        return start(new Launch(program(), model.write(folder.resolve("model.gguf")), slots, contextLength, 1, 128));
    }

    static LlamaEngine start(Launch launch) {
        LlamaEngine engine = new LlamaEngine(launch);
        awaitReady(engine);
        return engine;
    }

    /** By the mean, whatever the model says. */
    public static LlamaEngine startEmbeddings(ScriptedModel model, Path folder, int slots, int contextLength)
            throws IOException {
        Path file = model.write(folder.resolve("embeddings.gguf"));
        LlamaEngine engine = new LlamaEngine(new Launch(
                program(),
                file,
                slots,
                contextLength,
                1,
                128,
                List.of(),
                Optional.of(Pooling.MEAN),
                new Speculation.None()));
        awaitReady(engine);
        return engine;
    }

    /** A model file that makes embeddings by itself. */
    public static LlamaEngine startEncoder(Path file, int slots) throws IOException {
        GgufHeader header = GgufHeader.read(file);
        LlamaEngine engine = new LlamaEngine(
                new Launch(
                        program(),
                        file,
                        slots,
                        header.contextLength(),
                        1,
                        128,
                        List.of(),
                        Optional.of(Pooling.MODEL),
                        new Speculation.None()),
                new EmbeddingReader(header.wordPieces().orElseThrow(), header.contextLength()));
        awaitReady(engine);
        return engine;
    }

    public static void awaitReady(LlamaEngine engine) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> engine.state() instanceof EngineState.Ready);
    }
}
