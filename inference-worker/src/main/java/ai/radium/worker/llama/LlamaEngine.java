package ai.radium.worker.llama;

import ai.radium.process.Memory;
import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.AdapterStep;
import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineLoad;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Vectors;
import ai.radium.worker.openai.Completions;
import ai.radium.worker.openai.LoadWatch;
import ai.radium.worker.openai.OpenAiClient;
import ai.radium.worker.toolcall.ToolCallReader;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** The engine as a llama-server child of this process. */
public final class LlamaEngine implements Engine {
    private final HttpClient http;
    final Children children;
    private final LlamaAdapters adapters;
    private final LoadWatch load;
    private final UnaryOperator<EmbeddingInput> reader;

    public LlamaEngine(Launch launch) {
        this(launch, UnaryOperator.identity());
    }

    /** @param reader what becomes of an input to embed before llama-server sees it */
    public LlamaEngine(Launch launch, UnaryOperator<EmbeddingInput> reader) {
        this(launch, reader, Memory.ofThisMachine()::available);
    }

    /** @param availableMemory bytes that a second child could get */
    LlamaEngine(Launch launch, LongSupplier availableMemory) {
        this(launch, UnaryOperator.identity(), availableMemory);
    }

    private LlamaEngine(Launch launch, UnaryOperator<EmbeddingInput> reader, LongSupplier availableMemory) {
        this.reader = reader;
        this.http = OpenAiClient.newHttp();
        this.children = new Children(launch, http);
        this.adapters = new LlamaAdapters(children, new Replacement(children, availableMemory));
        this.load = new LoadWatch(this::askForLoad);
    }

    @Override
    public EngineState state() {
        return children.state();
    }

    @Override
    public int restarts() {
        return children.restarts();
    }

    @Override
    public int hangs() {
        return children.hangs();
    }

    @Override
    public EngineLoad load() {
        return load.latest();
    }

    /** The process id of the child that takes new work, while one runs. */
    public Optional<Long> childPid() {
        return children.current().supervisor().childPid();
    }

    @Override
    public int countTokens(Generation generation) throws InterruptedException {
        try (Children.Lease child = children.enter("")) {
            return completions(child, "").countTokens(prepared(generation));
        }
    }

    @Override
    public Generation check(Generation generation) throws InterruptedException {
        adapters.check(generation.adapter());
        if (generation.has("logprobs") && !(children.current().launch().speculation() instanceof Speculation.None)) {
            throw EngineRefusal.invalid(
                    "logprobs", "logprobs: this replica guesses tokens ahead, and its engine knows no odds of those");
        }
        Generation prepared = prepared(generation);
        try (Children.Lease child = children.enter("")) {
            completions(child, "").check(prepared);
        }
        return prepared;
    }

    @Override
    public EngineFinish generate(Generation generation, Consumer<EngineEvent> events) throws InterruptedException {
        try (Children.Lease child = children.enter(generation.adapter())) {
            Completions completions = completions(child, generation.adapter());
            Generation prepared = prepared(generation);
            if (!prepared.writesCalls()) {
                return completions.generate(prepared, events);
            }
            ToolCallReader reader = new ToolCallReader(events, LlamaEngine::callId);
            return reader.finish(completions.generate(prepared, reader));
        }
    }

    @Override
    public Vectors embed(List<EmbeddingInput> inputs, int dimensions) throws InterruptedException {
        List<EmbeddingInput> read = inputs.stream().map(reader).toList();
        try (Children.Lease child = children.enter("")) {
            return completions(child, "").embed(read, dimensions);
        }
    }

    @Override
    public List<Adapter> adapters() {
        return adapters.list();
    }

    @Override
    public void load(Adapter adapter, Consumer<AdapterStep> steps) throws InterruptedException {
        adapters.load(adapter, steps);
    }

    @Override
    public void unload(String adapterId) throws InterruptedException {
        adapters.unload(adapterId);
    }

    @Override
    public void close() {
        load.close();
        children.close();
        http.shutdownNow();
    }

    private Generation prepared(Generation generation) {
        return Constraint.on(generation, children.state() instanceof EngineState.Ready ready && ready.readsTools());
    }

    private Completions completions(Children.Lease child, String adapter) throws InterruptedException {
        Supervisor.Served served = child.served();
        return new Completions(
                served.client(),
                new LlamaDialect(adapters.scales(adapter, child.adapters()), served.knowsSalts()),
                child.contextLength(),
                child.longestToken(),
                served.pulse());
    }

    private EngineLoad askForLoad() throws InterruptedException {
        if (!(children.state() instanceof EngineState.Ready)) {
            return EngineLoad.UNKNOWN;
        }
        try (Children.Lease child = children.enter("")) {
            return completions(child, "").load();
        }
    }

    private static String callId() {
        return "call_" + UUID.randomUUID().toString().replace("-", "");
    }
}
