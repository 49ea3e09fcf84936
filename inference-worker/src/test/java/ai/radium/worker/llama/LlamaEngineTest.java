package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.engine.AdapterContract;
import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import ai.radium.worker.engine.Stage;
import ai.radium.worker.openai.Completions;
import ai.radium.worker.openai.OpenAiClient;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class LlamaEngineTest extends AdapterContract {
    private LlamaEngine engine;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        engine = TestLaunch.start(ScriptedModel.sentence(), folder, 2, CONTEXT);
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @Test
    void refusesWhatItsTemplateRefusesBeforeItIsTaken() {
        Generation generation = new Generation(
                new Prompt.Chat(OpenAiClient.JSON
                        .createArrayNode()
                        .add(message("user"))
                        .add(message("assistant"))
                        .add(message("assistant"))),
                1,
                Map.of());

        assertThatThrownBy(() -> engine.check(generation)).isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
            assertThat(refusal.param()).isEqualTo("messages");
            assertThat(refusal.explanation()).contains("assistant");
        });
    }

    @Test
    void refusesWhatCannotFitWithoutReadingIt() {
        String text = "x".repeat(Completions.LONGEST_TOKEN * CONTEXT);

        assertThatThrownBy(() -> engine.check(new Generation(new Prompt.Text(text), 1, Map.of())))
                .isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("context_length_exceeded");
                    assertThat(refusal.explanation())
                            .contains("maximum context length is 512 tokens", "more than 512 tokens");
                });
    }

    @Test
    void saysSoInTheSameWordsWhenTheEngineIsTheFirstToCount() {
        assertThatThrownBy(() -> engine.generate(chat("x".repeat(CONTEXT), 1), _ -> {}))
                .isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("context_length_exceeded");
                    assertThat(refusal.param()).isEqualTo("messages");
                    assertThat(refusal.explanation())
                            .contains(
                                    "This model's maximum context length is 512 tokens. However, your messages resulted in 531");
                });
    }

    private static ObjectNode message(String role) {
        return OpenAiClient.JSON.createObjectNode().put("role", role).put("content", "hi");
    }

    @Override
    protected Engine engine() {
        return engine;
    }

    @Override
    protected Stage stage(Path folder) throws IOException {
        return new LlamaStage(TestLaunch.start(ScriptedModel.endless(), folder, 1, 1 << 17));
    }

    private record LlamaStage(LlamaEngine engine) implements Stage {
        @Override
        public boolean isBusy() throws InterruptedException {
            try (Children.Lease child = engine.children.enter("")) {
                return child.served()
                        .client()
                        .get("/slots")
                        .body()
                        .path(0)
                        .path("is_processing")
                        .asBoolean();
            }
        }

        @Override
        public void kill() {
            ProcessHandle.of(engine.childPid().orElseThrow()).orElseThrow().destroyForcibly();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
