package ai.radium.worker.adapter;

import ai.radium.contracts.worker.v1.AdapterProgress.Stage;
import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.AdapterRefusal;
import ai.radium.worker.engine.AdapterRefusal.Reason;
import ai.radium.worker.engine.AdapterStep;
import ai.radium.worker.engine.Engine;
import ai.radium.worker.log.LogField;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** The adapters of a replica: one load at a time, and an id stands for the same weights for ever. */
public final class Adapters implements AutoCloseable {
    /** Adapters at once. */
    private static final int MOST = 64;

    /** Ids whose weights are remembered, unloaded ones included; the oldest is forgotten first. */
    private static final int MOST_IDS = 4096;

    private static final Logger LOG = Logger.getLogger(Adapters.class.getName());

    private final Engine engine;
    private final WeightStore store;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final LinkedHashMap<String, String> sums = new LinkedHashMap<>(); // by id; guarded by the turn

    /** @param folder for copies of the weights */
    public Adapters(Engine engine, Path folder) {
        this.engine = engine;
        this.store = new WeightStore(folder);
    }

    public List<Adapter> list() {
        return engine.adapters();
    }

    /**
     * Returns when the adapter can be asked for. When it fails, nothing has changed.
     *
     * @param progress called on the calling thread; while it waits, every second
     * @throws AdapterRefusal saying what is wrong
     * @throws ai.radium.worker.engine.EngineFailure when the engine is down
     */
    public void load(AdapterOrder order, Consumer<LoadProgress> progress) throws InterruptedException {
        while (!turn.tryLock(1, TimeUnit.SECONDS)) {
            progress.accept(LoadProgress.of(Stage.WAITING));
        }
        try {
            if (!isLoadedWith(order.id(), order.sha256())) {
                loadNow(order, progress);
            }
        } finally {
            turn.unlock();
        }
        progress.accept(LoadProgress.of(Stage.READY));
    }

    /** Refuses the adapter to new generations at once and returns when its running ones have ended; an unknown id is fine. */
    public void unload(String id) throws InterruptedException {
        engine.unload(id);
        LOG.log(Level.INFO, "adapter unloaded", LogField.of("adapter", id));
    }

    @Override
    public void close() {
        store.close();
    }

    private void loadNow(AdapterOrder order, Consumer<LoadProgress> progress) throws InterruptedException {
        refuseOtherWeights(order.id(), order.sha256());
        Weights weights = store.fetch(order.file(), order.sha256(), progress);
        boolean isUsed = !weights.isNew();
        try {
            refuseOtherWeights(order.id(), weights.sha256());
            if (!isLoadedWith(order.id(), weights.sha256())) {
                give(new Adapter(order.id(), weights.file(), weights.sha256()), progress);
            }
            isUsed = true;
        } finally {
            if (!isUsed) {
                store.delete(weights);
            }
        }
    }

    private void give(Adapter adapter, Consumer<LoadProgress> progress) throws InterruptedException {
        if (engine.adapters().size() >= MOST) {
            throw new AdapterRefusal(
                    Reason.NO_ROOM, "id", "there are " + MOST + " adapters already; unload one that is not needed");
        }
        engine.load(adapter, step -> progress.accept(LoadProgress.of(stage(step))));
        remember(adapter);
        // The engine has just been given all that it has, so no other copy is looked for again.
        store.keepOnly(engine.adapters().stream().map(Adapter::weights).collect(Collectors.toSet()));
        LOG.log(Level.INFO, "adapter loaded", new Object[] {
            LogField.of("adapter", adapter.id()), LogField.of("sha256", adapter.sha256())
        });
    }

    private boolean isLoadedWith(String id, String sha256) {
        return engine.adapters().stream()
                .anyMatch(adapter -> adapter.id().equals(id) && adapter.sha256().equals(sha256));
    }

    /** @param sha256 empty = not known yet */
    private void refuseOtherWeights(String id, String sha256) {
        String known = sums.getOrDefault(id, sha256);
        if (!sha256.isEmpty() && !sha256.equals(known)) {
            throw new AdapterRefusal(
                    Reason.OTHER_WEIGHTS,
                    "id",
                    "adapter " + id + " stands for the weights with sha256 " + known + "; new weights need a new id");
        }
    }

    private void remember(Adapter adapter) {
        sums.putLast(adapter.id(), adapter.sha256());
        if (sums.size() > MOST_IDS) {
            sums.pollFirstEntry();
        }
    }

    private static Stage stage(AdapterStep step) {
        return switch (step) {
            case WAITING -> Stage.WAITING;
            case LOADING -> Stage.LOADING;
        };
    }
}
