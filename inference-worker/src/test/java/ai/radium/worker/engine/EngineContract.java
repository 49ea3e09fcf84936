package ai.radium.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.worker.testmodel.ScriptedAdapter;
import ai.radium.worker.testmodel.ScriptedModel;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the worker relies on, proved of every engine. The engine speaks the scripted model's sentence, context 512. */
public abstract class EngineContract {
    protected static final int CONTEXT = 512;

    /** The scripted model has a token per byte, and one that begins the text. */
    private static final int SAY_HI_TOKENS = 1 + "user: Say hi\nassistant: ".length();

    protected abstract Engine engine();

    @Test
    void isReadyAndKnowsItsContext() {
        assertThat(engine().state()).isEqualTo(new EngineState.Ready(CONTEXT, false));
    }

    @Test
    void saysTheSentenceWordByWord() throws InterruptedException {
        List<EngineEvent> events = new ArrayList<>();
        EngineFinish finish = engine().generate(chat("Say hi", 0), events::add);

        assertThat(finish.reason()).isEqualTo("stop");
        assertThat(finish.promptTokens()).isEqualTo(SAY_HI_TOKENS);
        assertThat(finish.completionTokens()).isEqualTo(ScriptedModel.SENTENCE_TOKENS);
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        EngineEvent.Prefilled.class,
                        prefilled -> assertThat(prefilled.promptTokens()).isEqualTo(SAY_HI_TOKENS));
        assertThat(pieces(events).stream().map(EngineEvent.Piece::text).collect(Collectors.joining()))
                .isEqualTo(ScriptedModel.SENTENCE);
        assertThat(pieces(events).stream().filter(piece -> !piece.isBlank()).map(EngineEvent.Piece::completionTokens))
                .startsWith(1, 2, 3)
                .isSorted();
    }

    @Test
    void continuesTextWithoutATemplate() throws InterruptedException {
        Generation generation = new Generation(new Prompt.Text("a b"), 0, Map.of());
        EngineFinish finish = engine().generate(generation, _ -> {});

        assertThat(finish.promptTokens()).isEqualTo(4);
        assertThat(finish.completionTokens()).isEqualTo(ScriptedModel.SENTENCE_TOKENS);
    }

    @Test
    void stopsAtTheLimit() throws InterruptedException {
        EngineFinish finish = engine().generate(chat("Say hi", 2), _ -> {});

        assertThat(finish.reason()).isEqualTo("length");
        assertThat(finish.completionTokens()).isEqualTo(2);
    }

    @Test
    void countsAsItBills() throws InterruptedException {
        assertThat(engine().countTokens(chat("Say hi", 0).prompt())).isEqualTo(SAY_HI_TOKENS);
        assertThat(engine().countTokens(new Prompt.Text("a b"))).isEqualTo(4);
    }

    @Test
    void refusesAPromptThatDoesNotFit() {
        assertThatThrownBy(() -> engine().check(chat("x".repeat(CONTEXT), 0)))
                .isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("context_length_exceeded");
                    assertThat(refusal.param()).isEqualTo("messages");
                    assertThat(refusal.explanation()).contains("context_length_exceeded", "531", "512");
                });
    }

    @Test
    void letsGoWhenInterrupted() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<Thread> speaker = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                engine().generate(chat("Say hi", 0), _ -> {
                    speaker.complete(Thread.currentThread());
                    Thread.currentThread().interrupt();
                });
            } catch (InterruptedException e) {
                ended.countDown();
            }
        });
        assertThat(speaker.orTimeout(5, TimeUnit.SECONDS).join()).isSameAs(thread);
        assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void speaksWithTheAdapterThatIsAskedFor(@TempDir Path folder) throws Exception {
        Adapter owls = adapter(ScriptedAdapter.OWLS, folder);
        Adapter rain = adapter(ScriptedAdapter.RAIN, folder);
        List<AdapterStep> steps = new ArrayList<>();
        engine().load(owls, steps::add);
        engine().load(rain, steps::add);

        assertThat(steps).containsExactly(AdapterStep.LOADING, AdapterStep.LOADING);
        assertThat(engine().adapters()).containsExactly(owls, rain);
        assertThat(answer(chat("Say hi", 0).withAdapter("owls"))).isEqualTo(ScriptedAdapter.OWLS.sentence());
        assertThat(answer(chat("Say hi", 0).withAdapter("rain"))).isEqualTo(ScriptedAdapter.RAIN.sentence());
        assertThat(answer(chat("Say hi", 0))).isEqualTo(ScriptedModel.SENTENCE);

        engine().unload("owls");
        engine().unload("rain");
        assertThat(engine().adapters()).isEmpty();
        assertThat(answer(chat("Say hi", 0))).isEqualTo(ScriptedModel.SENTENCE);
    }

    @Test
    void refusesAnAdapterThatIsNotLoaded() {
        assertThatThrownBy(() -> engine().check(chat("Say hi", 0).withAdapter("nobody")))
                .isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
                    assertThat(refusal.param()).isEqualTo("model");
                    assertThat(refusal.explanation()).contains("nobody");
                });
    }

    @Test
    void refusesWeightsThatAreNoAdapterAndGoesOn(@TempDir Path folder) throws Exception {
        Path model = ScriptedModel.sentence().write(folder.resolve("model.gguf"));
        assertThatThrownBy(() -> engine().load(new Adapter("wrong", model, "00"), _ -> {}))
                .isInstanceOfSatisfying(AdapterRefusal.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(AdapterRefusal.Reason.INVALID);
                    assertThat(refusal.param()).isEqualTo("uri");
                });
        assertThat(engine().adapters()).isEmpty();
        assertThat(answer(chat("Say hi", 0))).isEqualTo(ScriptedModel.SENTENCE);
    }

    @Test
    void unloadsWhatIsNotThere() throws InterruptedException {
        engine().unload("nobody");
        assertThat(engine().adapters()).isEmpty();
    }

    protected static Adapter adapter(ScriptedAdapter adapter, Path folder) throws IOException {
        String id = adapter.name().toLowerCase(Locale.ROOT);
        return new Adapter(id, adapter.write(folder.resolve(id + ".gguf")), "00");
    }

    protected String answer(Generation generation) throws InterruptedException {
        List<EngineEvent> events = new ArrayList<>();
        engine().generate(generation, events::add);
        return pieces(events).stream().map(EngineEvent.Piece::text).collect(Collectors.joining());
    }

    protected static Generation chat(String text, int maxTokens) {
        ArrayNode messages = new JsonMapper().createArrayNode();
        messages.addObject().put("role", "user").put("content", text);
        return new Generation(new Prompt.Chat(messages), maxTokens, Map.of());
    }

    private static List<EngineEvent.Piece> pieces(List<EngineEvent> events) {
        return events.stream()
                .filter(EngineEvent.Piece.class::isInstance)
                .map(EngineEvent.Piece.class::cast)
                .toList();
    }
}
