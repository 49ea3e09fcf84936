package ai.radium.worker;

import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.AdapterStep;
import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineLoad;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Vectors;
import ai.radium.worker.model.fetch.ModelFailure;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine whose model may still be on its way: until then it takes no work and says how far that is. */
final class ArrivingEngine implements Engine {
    private final Thread thread;
    private EngineState state = new EngineState.Arriving("the model is looked for");
    private @Nullable Engine arrived;

    /** Blocks until the engine can be started. */
    interface Arrival {
        Engine arrive(Consumer<String> progress) throws ModelFailure, IOException, InterruptedException;
    }

    /** @param failed called when the engine will never arrive */
    ArrivingEngine(Arrival arrival, Consumer<Exception> failed) {
        // A platform thread: the kernel ends the programs that fetch and convert when the thread that started them
        // ends.
        thread = Thread.ofPlatform().name("model-arrival").daemon().start(() -> run(arrival, failed));
    }

    private void run(Arrival arrival, Consumer<Exception> failed) {
        try {
            arrived(arrival.arrive(this::tell));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed meanwhile
        } catch (ModelFailure | IOException | RuntimeException e) {
            // The edge of this thread: without the model this process is of no use, and its log must say why.
            failed.accept(e);
        }
    }

    private synchronized void tell(String progress) {
        if (state instanceof EngineState.Arriving) {
            state = new EngineState.Arriving(progress);
        }
    }

    private synchronized void arrived(Engine engine) {
        if (state instanceof EngineState.Stopped) {
            engine.close();
        } else {
            arrived = engine;
        }
    }

    private synchronized Engine engine() {
        if (arrived == null) {
            throw new EngineFailure(EngineFailure.CRASHED, "the model is not here yet");
        }
        return arrived;
    }

    @Override
    public synchronized EngineState state() {
        return arrived == null ? state : arrived.state();
    }

    @Override
    public synchronized int restarts() {
        return arrived == null ? 0 : arrived.restarts();
    }

    @Override
    public synchronized int hangs() {
        return arrived == null ? 0 : arrived.hangs();
    }

    @Override
    public synchronized List<Adapter> adapters() {
        return arrived == null ? List.of() : arrived.adapters();
    }

    @Override
    public synchronized EngineLoad load() {
        return arrived == null ? EngineLoad.UNKNOWN : arrived.load();
    }

    @Override
    public Vectors embed(List<EmbeddingInput> inputs, int dimensions) throws InterruptedException {
        return engine().embed(inputs, dimensions);
    }

    @Override
    public int countTokens(Generation generation) throws InterruptedException {
        return engine().countTokens(generation);
    }

    @Override
    public Generation check(Generation generation) throws InterruptedException {
        return engine().check(generation);
    }

    @Override
    public EngineFinish generate(Generation generation, Consumer<EngineEvent> events) throws InterruptedException {
        return engine().generate(generation, events);
    }

    @Override
    public void load(Adapter adapter, Consumer<AdapterStep> steps) throws InterruptedException {
        engine().load(adapter, steps);
    }

    @Override
    public void unload(String adapterId) throws InterruptedException {
        engine().unload(adapterId);
    }

    @Override
    public void close() {
        Engine open;
        synchronized (this) {
            state = new EngineState.Stopped();
            open = arrived;
        }
        thread.interrupt();
        if (open != null) {
            open.close();
        }
    }
}
