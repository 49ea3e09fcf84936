package ai.radium.worker.engine;

import ai.radium.gguf.testmodel.ScriptedAdapter;
import ai.radium.gguf.testmodel.ScriptedModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Says the scripted model's sentences without a model, one word for each that a test allows. */
public final class TestEngine implements Engine {
    private static final int PLENTY = 1_000_000_000;

    /** Prompt tokens that are read between two looks at whether anybody still listens. */
    private static final int STEP = 128;

    private final int contextLength;
    private final boolean endless;
    private final Semaphore allowed;
    private final Map<String, Adapter> adapters = new ConcurrentSkipListMap<>();
    private final Set<Seen> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger deaths = new AtomicInteger();
    private volatile EngineState state;

    private record Seen(String account, Prompt prompt) {}

    private TestEngine(int contextLength, boolean endless, int allowedWords) {
        this.contextLength = contextLength;
        this.endless = endless;
        this.allowed = new Semaphore(allowedWords);
        this.state = new EngineState.Ready(contextLength, false);
    }

    public static TestEngine talkative(int contextLength) {
        return new TestEngine(contextLength, false, PLENTY);
    }

    /** Says nothing until it is allowed to. */
    public static TestEngine silent(int contextLength) {
        return new TestEngine(contextLength, false, 0);
    }

    /** Says the sentence over and over. */
    public static TestEngine endless(int contextLength) {
        return new TestEngine(contextLength, true, PLENTY);
    }

    public void allow(int words) {
        allowed.release(words);
    }

    public boolean isBusy() {
        return running.get() > 0;
    }

    /** Ends what runs as a crash would, and is there again at once. */
    public void crash() {
        deaths.incrementAndGet();
    }

    @Override
    public EngineState state() {
        return state;
    }

    @Override
    public int restarts() {
        return deaths.get();
    }

    @Override
    public int hangs() {
        return 0;
    }

    @Override
    public EngineLoad load() {
        return isBusy() ? new EngineLoad(0.5, 0) : EngineLoad.UNKNOWN;
    }

    @Override
    public int countTokens(Generation generation) {
        return switch (generation.prompt()) {
            case Prompt.Chat(var messages) ->
                1
                        + generation.option("tools").size()
                        + messages.valueStream().mapToInt(TestEngine::line).sum()
                        + utf8("assistant: ");
            case Prompt.Text(var text) -> 1 + utf8(text);
            case Prompt.Tokens(var ids) -> ids.size();
        };
    }

    @Override
    public Generation check(Generation generation) {
        sentence(generation.adapter());
        int tokens = countTokens(generation);
        int answer = Math.max(1, generation.maxTokens());
        if (tokens > contextLength && generation.maxTokens() == 0) {
            throw EngineRefusal.contextLengthExceeded(generation.prompt().param(), tokens, contextLength);
        }
        if ((long) tokens + answer > contextLength) {
            throw EngineRefusal.contextLengthExceeded(generation.prompt().param(), tokens, answer, contextLength);
        }
        return generation;
    }

    @Override
    public EngineFinish generate(Generation generation, Consumer<EngineEvent> events) throws InterruptedException {
        running.incrementAndGet();
        try {
            return speak(generation, events, deaths.get());
        } finally {
            running.decrementAndGet();
        }
    }

    private EngineFinish speak(Generation generation, Consumer<EngineEvent> events, int life)
            throws InterruptedException {
        int prompt = countTokens(generation);
        List<String> words = List.of(sentence(generation.adapter()).split("(?= )"));
        CountDownLatch never = new CountDownLatch(1);
        for (int read = 0; read < prompt; read += STEP) {
            never.await(1, TimeUnit.MILLISECONDS); // reading takes its time, so that a test can break in
        }
        int cached = seen.add(new Seen(generation.account(), generation.prompt())) ? 0 : prompt - 1;
        for (int said = 0; endless || said < words.size(); said++) {
            allowed.acquire();
            if (deaths.get() > life) {
                throw new EngineFailure(EngineFailure.CRASHED, "the engine broke off the connection");
            }
            if (said == 0) {
                events.accept(new EngineEvent.Prefilled(prompt, cached));
            }
            String word = words.get(said % words.size());
            if (isStop(word, generation)) {
                return new EngineFinish("stop", prompt, said + 1, cached, 0, 0);
            }
            events.accept(new EngineEvent.Piece(word, "", "", logprobs(word, generation), said + 1));
            if (said + 1 == generation.maxTokens()) {
                return new EngineFinish("length", prompt, said + 1, cached, 0, 0);
            }
        }
        return new EngineFinish("stop", prompt, words.size() + 1, cached, 0, 0);
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

    /** One direction for the first input, another for all that follow; two dimensions unless others are asked for. */
    @Override
    public Vectors embed(List<EmbeddingInput> inputs, int dimensions) throws InterruptedException {
        allowed.acquire();
        List<float[]> vectors = new ArrayList<>();
        int tokens = 0;
        for (EmbeddingInput input : inputs) {
            float[] vector = new float[dimensions == 0 ? 2 : dimensions];
            vector[vectors.isEmpty() ? 0 : 1] = 1;
            vectors.add(vector);
            tokens += input.value().isTextual()
                    ? utf8(input.value().asText()) + 1
                    : input.value().size();
        }
        return new Vectors(vectors, tokens);
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

    private static boolean isStop(String word, Generation generation) {
        JsonNode stop = generation.options().getOrDefault("stop", MissingNode.getInstance());
        return stop.valueStream().anyMatch(sequence -> sequence.asText().equals(word));
    }

    /** Certain of each word. */
    private static String logprobs(String word, Generation generation) {
        if (!generation.has("logprobs")) {
            return "";
        }
        ObjectNode logprobs = new JsonMapper().createObjectNode();
        ObjectNode token = logprobs.putArray("content").addObject();
        token.put("token", word).put("logprob", 0);
        ArrayNode candidates = token.putArray("top_logprobs");
        for (int i = 0; i < generation.number("top_logprobs"); i++) {
            candidates.addObject().put("token", i == 0 ? word : "?" + i).put("logprob", i == 0 ? 0 : -100);
        }
        return logprobs.toString();
    }

    private static int line(JsonNode message) {
        return utf8(
                message.path("role").asText() + ": " + message.path("content").asText() + "\n");
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
