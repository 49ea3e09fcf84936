package ai.radium.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.radium.contracts.training.TrainingProgress.Evaluated;
import ai.radium.gguf.ModelFile;
import ai.radium.gguf.engine.LlamaServer;
import ai.radium.gguf.testmodel.TrainableModel;
import ai.radium.gguf.tokenizer.ControlWords;
import ai.radium.gguf.tokenizer.Tokenizer;
import ai.radium.gguf.training.ModelShape;
import ai.radium.process.ProcessLaunch;
import ai.radium.trainer.network.AdapterShape;
import ai.radium.trainer.network.AdapterWeights;
import ai.radium.trainer.network.BaseWeights;
import ai.radium.trainer.network.Libtorch;
import ai.radium.trainer.network.Worker;
import ai.radium.trainer.result.GgufAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trainer's decoder against the engine's, on the same file. */
@Tag("prepared")
class EngineTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Nats. Measured 2026-11-30: 2.2e-6 at most with the made models, 1.5e-4 with the demo model's thirty layers; another processor sums
     * in another order.
     */
    private static final float TINY = 5e-5f;

    private static final float DEEP = 1e-3f;

    /** As its cache is by default, of half precision, the engine is up to 0.004 nats from itself. */
    private static final List<String> WITHOUT_ROUNDING =
            List.of("--cache-type-k", "f32", "--cache-type-v", "f32", "--flash-attn", "off");

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare() {
        Libtorch.prepare();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "stretched", "qwen2", "qwen3"})
    void foretellsTokensAsTheEngineDoes(String kind) throws Exception {
        Path file = model(kind).write(folder.resolve(kind + ".gguf"));

        assertAgrees(file, random(270, 40), TINY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2"})
    void foretellsTokensWithAnAdapterAsTheEngineDoes(String kind) throws Exception {
        Path file = model(kind).write(folder.resolve(kind + ".gguf"));
        try (ModelFile model = ModelFile.open(file)) {
            AdapterShape shape = new AdapterShape(ModelShape.of(model.metadata()), 4, 8);
            float[] values = new float[shape.size()];
            Random random = new Random(9);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() / 10;
            }
            Path adapter = folder.resolve("adapter.gguf");
            GgufAdapter.write(adapter, shape, values);

            int[] prompt = random(270, 40);
            float[][] ours = logProbabilities(file, AdapterWeights.of(shape, values), prompt);
            assertAgrees(file, prompt, ours, TINY, "--lora", adapter.toString());
        }
    }

    /** Unpacked for the engine too, which rounds what it multiplies with packed weights to eight bits. */
    @Test
    void foretellsTokensOfTheDemoModelAsTheEngineDoes() throws Exception {
        Path unpacked = folder.resolve("unpacked.gguf");
        Process quantize = ProcessLaunch.of(List.of(
                        LlamaServer.program().resolveSibling("llama-quantize").toString(),
                        "--allow-requantize",
                        LlamaServer.demoModel().toString(),
                        unpacked.toString(),
                        "F32"))
                .start();
        quantize.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(quantize.waitFor()).isZero();
        try (ModelFile model = ModelFile.open(LlamaServer.demoModel())) {
            int[] prompt = Tokenizer.of(model.metadata())
                    .tokens(
                            "The capital of France is Paris, and the capital of Italy is Rome. The capital of",
                            ControlWords.AS_TEXT);
            float[][] ours = logProbabilities(LlamaServer.demoModel(), fresh(model), prompt);

            assertAgrees(unpacked, prompt, ours, DEEP);
        }
    }

    @Test
    void teachesAnAdapterThatTheEngineAnswersWith() throws Exception {
        Path base = TrainableModel.llama().write(folder.resolve("base.gguf"));
        Path lines = TestRun.lines(folder.resolve("lines.jsonl"), 0, 24);
        ObjectNode job = TestRun.job(base, lines, folder.resolve("out")).put("validation", lines.toString());
        ((ObjectNode) job.path("configuration")).put("epochs", 40);
        try (TestRun run = TestRun.start(job, folder)) {
            assertThat(run.end()).isZero();
            assertThat(run.all(Evaluated.class).getLast().exactMatches()).isEqualTo(24);
        }

        try (LlamaServer untaught = LlamaServer.start(base);
                LlamaServer taught = LlamaServer.start(
                        base, "--lora", folder.resolve("out/adapter.gguf").toString())) {
            assertThat(answer(untaught, "H")).isNotEqualTo("honey");
            assertThat(answer(taught, "H")).isEqualTo("honey");
            assertThat(answer(taught, "C")).isEqualTo("cheese");
        }
    }

    private static String answer(LlamaServer engine, String question) {
        ObjectNode body = JSON.createObjectNode().put("temperature", 0).put("max_tokens", 10);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return engine.post("/v1/chat/completions", body)
                .at("/choices/0/message/content")
                .asText();
    }

    private void assertAgrees(Path file, int[] prompt, float tolerance) throws Exception {
        try (ModelFile model = ModelFile.open(file)) {
            assertAgrees(file, prompt, logProbabilities(file, fresh(model), prompt), tolerance);
        }
    }

    private static AdapterWeights fresh(ModelFile model) throws Exception {
        return AdapterWeights.fresh(new AdapterShape(ModelShape.of(model.metadata()), 2, 4), 1);
    }

    /** After some of the prompt's tokens, and all of them. */
    private void assertAgrees(Path file, int[] prompt, float[][] ours, float tolerance, String... options) {
        String[] all =
                Stream.concat(WITHOUT_ROUNDING.stream(), Stream.of(options)).toArray(String[]::new);
        try (LlamaServer engine = LlamaServer.start(file, all)) {
            int told = 0;
            for (int length : new int[] {1, 2, 7, prompt.length / 2, prompt.length}) {
                JsonNode likeliest = likeliest(engine, prompt, length);
                if (likeliest.isEmpty()) {
                    // The engine tells nothing of a token that is only a part of a character.
                    continue;
                }
                told++;
                for (JsonNode token : likeliest) {
                    assertThat(ours[length - 1][token.path("id").asInt()])
                            .as("token %s behind %s tokens", token.path("id"), length)
                            .isCloseTo((float) token.path("logprob").asDouble(), within(tolerance));
                }
                assertThat(argmax(ours[length - 1]))
                        .isEqualTo(likeliest.path(0).path("id").asInt());
            }
            assertThat(told).isGreaterThan(2);
        }
    }

    private static JsonNode likeliest(LlamaServer engine, int[] prompt, int length) {
        ObjectNode body = JSON.createObjectNode()
                .put("n_predict", 1)
                .put("n_probs", 5)
                .put("temperature", 0)
                .put("cache_prompt", false);
        IntStream.of(prompt).limit(length).forEach(body.withArray("prompt")::add);
        return engine.post("/completion", body).at("/completion_probabilities/0/top_logprobs");
    }

    private static float[][] logProbabilities(Path file, AdapterWeights adapter, int[] prompt) throws Exception {
        try (ModelFile model = ModelFile.open(file)) {
            BaseWeights base = BaseWeights.of(model, ModelShape.of(model.metadata()), prompt.length);
            return new Worker(base, adapter).logProbabilities(prompt);
        }
    }

    private static TrainableModel model(String kind) {
        return switch (kind) {
            case "llama" -> TrainableModel.llama();
            case "stretched" -> TrainableModel.stretched();
            case "qwen2" -> TrainableModel.qwen2();
            case "qwen3" -> TrainableModel.qwen3();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static int[] random(int vocabulary, int length) {
        return new Random(3).ints(length, 3, vocabulary).toArray();
    }

    private static int argmax(float[] values) {
        return IntStream.range(0, values.length)
                .reduce((a, b) -> values[b] > values[a] ? b : a)
                .orElseThrow();
    }
}
