package ai.radium.worker.engine;

import ai.radium.worker.testmodel.ScriptedAdapter;
import ai.radium.worker.testmodel.ScriptedModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Says the scripted model's sentences without a model, one word for each that a test allows. */
public final class TestEngine implements Engine {
    private static final int PLENTY = 1_000_000;

    private final int contextLength;
    private final Semaphore allowed;
    private final Map<String, Adapter> adapters = new ConcurrentSkipListMap<>();
    private volatile EngineState state;

    private TestEngine(int contextLength, int allowedWords) {
        this.contextLength = contextLength;
        this.allowed = new Semaphore(allowedWords);
        this.state = new EngineState.Ready(contextLength, false);
    }

    public static TestEngine talkative(int contextLength) {
        return new TestEngine(contextLength, PLENTY);
    }

    /** Says nothing until it is allowed to. */
    public static TestEngine silent(int contextLength) {
        return new TestEngine(contextLength, 0);
    }

    public void allow(int words) {
        allowed.release(words);
    }

    @Override
    public EngineState state() {
        return state;
    }

    @Override
    public int restarts() {
        return 0;
    }

    @Override
    public int countTokens(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Chat(var messages) ->
                1 + messages.valueStream().mapToInt(TestEngine::line).sum() + utf8("assistant: ");
            case Prompt.Text(var text) -> 1 + utf8(text);
        };
    }

    @Override
    public void check(Generation generation) {
        sentence(generation.adapter());
        int tokens = countTokens(generation.prompt());
        if (tokens >= contextLength) {
            throw EngineRefusal.contextLengthExceeded(generation.prompt().param(), tokens, contextLength);
        }
    }

    @Override
    public EngineFinish generate(Generation generation, Consumer<EngineEvent> events) throws InterruptedException {
        int prompt = countTokens(generation.prompt());
        List<String> words = List.of(sentence(generation.adapter()).split("(?= )"));
        for (int said = 0; said < words.size(); said++) {
            allowed.acquire();
            if (said == 0) {
                events.accept(new EngineEvent.Prefilled(prompt, 0));
            }
            events.accept(new EngineEvent.Piece(words.get(said), "", "", "", said + 1));
            if (said + 1 == generation.maxTokens()) {
                return new EngineFinish("length", prompt, said + 1, 0, 0, 0);
            }
        }
        return new EngineFinish("stop", prompt, words.size() + 1, 0, 0, 0);
    }

    @Override
    public List<Adapter> adapters() {
        return List.copyOf(adapters.values());
    }

    @Override
    public void load(Adapter adapter, Consumer<AdapterStep> steps) {
        steps.accept(AdapterStep.LOADING);
        if (ScriptedAdapter.in(adapter.weights()).isEmpty()) {
            throw AdapterRefusal.invalid("uri", "these are no weights of this model");
        }
        adapters.put(adapter.id(), adapter);
    }

    @Override
    public void unload(String adapterId) {
        adapters.remove(adapterId);
    }

    @Override
    public void close() {
        state = new EngineState.Stopped();
    }

    private String sentence(String adapterId) {
        if (adapterId.isEmpty()) {
            return ScriptedModel.SENTENCE;
        }
        return Optional.ofNullable(adapters.get(adapterId))
                .flatMap(adapter -> ScriptedAdapter.in(adapter.weights()))
                .orElseThrow(() -> EngineRefusal.unknownAdapter(adapterId))
                .sentence();
    }

    private static int line(JsonNode message) {
        return utf8(
                message.path("role").asText() + ": " + message.path("content").asText() + "\n");
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
