package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeculationTest {
    private static final int TOKENS = 300;

    private record Answer(String text, EngineFinish finish) {}

    @TempDir
    private Path folder;

    @Test
    void saysTheSameFromNgramsWithFewerSteps() throws Exception {
        Answer guessed = endless(new Speculation.Ngrams());

        assertThat(guessed.text()).isEqualTo(endless(new Speculation.None()).text());
        assertThat(guessed.finish().completionTokens()).isEqualTo(TOKENS);
        assertThat(guessed.finish().drafts().accepted()).isGreaterThan(TOKENS / 2);
    }

    @Test
    void saysTheSameWithADraftModel() throws Exception {
        Answer guessed = endless(new Speculation.Draft(ScriptedModel.endless().write(folder.resolve("draft.gguf"))));

        assertThat(guessed.text()).isEqualTo(endless(new Speculation.None()).text());
        assertThat(guessed.finish().drafts().accepted()).isGreaterThan(TOKENS / 2);
    }

    @Test
    void saysTheSameWithADraftModelThatWouldHaveStopped() throws Exception {
        Answer guessed = endless(new Speculation.Draft(ScriptedModel.sentence().write(folder.resolve("draft.gguf"))));

        assertThat(guessed.text()).isEqualTo(endless(new Speculation.None()).text());
        assertThat(guessed.finish().completionTokens()).isEqualTo(TOKENS);
    }

    @Test
    void knowsNoGuessesWithoutIt() throws Exception {
        assertThat(endless(new Speculation.None()).finish().drafts().proposed()).isZero();
    }

    @Test
    void refusesLogprobsThatWouldHaveHoles() throws Exception {
        try (LlamaEngine engine = TestLaunch.start(launch(new Speculation.Ngrams()))) {
            Generation generation = new Generation(prompt(), 1, Map.of("logprobs", BooleanNode.TRUE));

            assertThatThrownBy(() -> engine.check(generation))
                    .isInstanceOfSatisfying(
                            EngineRefusal.class,
                            refusal -> assertThat(refusal.param()).isEqualTo("logprobs"));
        }
    }

    @Test
    void takesNoWorkWithADraftModelOfAnotherVocabulary() throws Exception {
        Path stranger = ScriptedModel.saying("Other words, other numbers.").write(folder.resolve("stranger.gguf"));
        Launch launch = launch(new Speculation.Draft(stranger));
        try (LlamaEngine engine = new LlamaEngine(launch)) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> engine.state() instanceof EngineState.Broken);
            assertThat(engine.state())
                    .isInstanceOfSatisfying(
                            EngineState.Broken.class,
                            broken -> assertThat(broken.reason())
                                    .contains("RADIUM_WORKER_DRAFT_MODEL", "stranger.gguf", "vocabulary"));
        }
    }

    @ParameterizedTest
    @CsvSource({"draft,", "ngram,/bin/true", ",/bin/true", "draft,/nowhere.gguf", "eagle,"})
    void refusesSettingsThatDoNotGoTogether(String kind, Path model) {
        assertThatThrownBy(() -> Speculation.of(Optional.ofNullable(kind), Optional.ofNullable(model)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RADIUM_WORKER_");
    }

    private Answer endless(Speculation speculation) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        try (LlamaEngine engine = TestLaunch.start(launch(speculation))) {
            EngineFinish finish = engine.generate(
                    new Generation(prompt(), TOKENS, Map.of("temperature", IntNode.valueOf(0))), event -> {
                        if (event instanceof EngineEvent.Piece piece) {
                            text.append(piece.text());
                        }
                    });
            return new Answer(text.toString(), finish);
        }
    }

    private Launch launch(Speculation speculation) throws IOException {
        Path model = ScriptedModel.endless().write(folder.resolve("model.gguf"));
        return new Launch(TestLaunch.program(), model, 1, 4096, 1, 128).speculating(speculation);
    }

    private static Prompt prompt() {
        var messages = JsonNodeFactory.instance.arrayNode();
        messages.addObject().put("role", "user").put("content", "Go");
        return new Prompt.Chat(messages);
    }
}
