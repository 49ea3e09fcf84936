package ai.radium.worker.upstream;

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
import ai.radium.worker.openai.Completions;
import ai.radium.worker.openai.LoadWatch;
import java.util.List;
import java.util.function.Consumer;

/** The engine as a server that runs beside this process. */
public final class UpstreamEngine implements Engine {
    private final UpstreamAdapters adapters = new UpstreamAdapters();
    private final ServerWatch server;
    private final LoadWatch load;

    public UpstreamEngine(Upstream upstream) {
        this.server = new ServerWatch(upstream, adapters);
        this.load = new LoadWatch(() -> server.now().load());
    }

    @Override
    public EngineState state() {
        return server.state();
    }

    @Override
    public int restarts() {
        return server.returns();
    }

    @Override
    public int hangs() {
        return server.hangs();
    }

    @Override
    public EngineLoad load() {
        return load.latest();
    }

    @Override
    public int countTokens(Generation generation) throws InterruptedException {
        server.checkTools(generation);
        return server.completions().countTokens(generation);
    }

    @Override
    public Generation check(Generation generation) throws InterruptedException {
        adapters.check(generation.adapter());
        server.checkTools(generation);
        server.completions().check(generation);
        return generation;
    }

    @Override
    public EngineFinish generate(Generation generation, Consumer<EngineEvent> events) throws InterruptedException {
        Completions completions = server.completions();
        adapters.enter(generation.adapter());
        try {
            return completions.generate(generation, events);
        } catch (EngineFailure e) {
            if (!e.code().equals(EngineFailure.HUNG)) {
                server.doubt(); // a broken stream is the first sign of a server that has gone
            }
            throw e;
        } finally {
            adapters.leave(generation.adapter());
        }
    }

    @Override
    public Vectors embed(List<EmbeddingInput> inputs, int dimensions) throws InterruptedException {
        return server.completions().embed(inputs, dimensions);
    }

    @Override
    public List<Adapter> adapters() {
        return adapters.list();
    }

    @Override
    public void load(Adapter adapter, Consumer<AdapterStep> steps) throws InterruptedException {
        adapters.load(server.adapterApi(), adapter, steps);
    }

    @Override
    public void unload(String adapterId) throws InterruptedException {
        adapters.forget(adapterId);
        server.adapterApi().remove(adapterId);
    }

    @Override
    public void close() {
        load.close();
        server.close();
    }
}
