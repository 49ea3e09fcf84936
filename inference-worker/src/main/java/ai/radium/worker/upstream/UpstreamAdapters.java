package ai.radium.worker.upstream;

import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.AdapterRefusal;
import ai.radium.worker.engine.AdapterStep;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.log.LogField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What generations can ask for beside the base model, and which of them run. */
final class UpstreamAdapters {
    private static final Logger LOG = Logger.getLogger(UpstreamAdapters.class.getName());

    private final Map<String, Adapter> loaded = new LinkedHashMap<>();
    private final List<String> running = new ArrayList<>();

    synchronized List<Adapter> list() {
        return List.copyOf(loaded.values());
    }

    /** @throws EngineRefusal when an adapter is asked for that is not there */
    synchronized void check(String id) {
        if (!id.isEmpty() && !loaded.containsKey(id)) {
            throw EngineRefusal.unknownAdapter(id);
        }
    }

    /** Whoever enters must leave. */
    synchronized void enter(String id) {
        check(id);
        running.add(id);
    }

    synchronized void leave(String id) {
        running.remove(id);
        notifyAll();
    }

    void load(AdapterApi server, Adapter adapter, Consumer<AdapterStep> steps) throws InterruptedException {
        steps.accept(AdapterStep.LOADING);
        server.add(adapter);
        synchronized (this) {
            loaded.put(adapter.id(), adapter);
        }
    }

    /** Refuses it to new generations at once and waits for those that run. */
    synchronized void forget(String id) throws InterruptedException {
        loaded.remove(id);
        while (running.contains(id)) {
            wait();
        }
    }

    /** A server that was started again knows none of them. */
    void restore(AdapterApi server) throws InterruptedException {
        for (Adapter adapter : list()) {
            try {
                server.add(adapter);
            } catch (AdapterRefusal e) {
                LOG.log(Level.WARNING, "adapter lost", new Object[] {
                    LogField.of("adapter", adapter.id()), LogField.of("reason", e.explanation())
                });
                synchronized (this) {
                    loaded.remove(adapter.id());
                }
            }
        }
    }
}
