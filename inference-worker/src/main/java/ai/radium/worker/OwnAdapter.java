package ai.radium.worker;

import ai.radium.contracts.worker.v1.LoadAdapterRequest;
import ai.radium.worker.adapter.AdapterOrder;
import ai.radium.worker.adapter.Adapters;
import ai.radium.worker.engine.EngineState;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The adapter without which a replica is not ready: that of a deployment of a fine-tuned model. It is loaded once, as soon as
 * the engine takes work; an engine that is started again has it from its start.
 */
final class OwnAdapter {
    static final OwnAdapter NONE = new OwnAdapter(null, reason -> {});

    private final @Nullable LoadAdapterRequest wanted;
    private final Consumer<Exception> failed;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean isLoaded;

    /** @param failed called when the adapter will never be there */
    OwnAdapter(@Nullable LoadAdapterRequest wanted, Consumer<Exception> failed) {
        this.wanted = wanted;
        this.failed = failed;
        isLoaded = wanted == null;
    }

    /** @throws IllegalArgumentException naming the variable that is missing */
    static OwnAdapter from(Environment environment, Consumer<Exception> failed) {
        return environment
                .text("RADIUM_WORKER_ADAPTER")
                .map(uri -> new OwnAdapter(
                        LoadAdapterRequest.newBuilder()
                                .setUri(uri)
                                .setId(environment.required("RADIUM_WORKER_ADAPTER_ID"))
                                .setSha256(environment
                                        .text("RADIUM_WORKER_ADAPTER_SHA256")
                                        .orElse(""))
                                .build(),
                        failed))
                .orElse(NONE);
    }

    /** Why no work is taken yet, for people. */
    Optional<String> unreadiness() {
        return isLoaded ? Optional.empty() : Optional.of("the adapter is being loaded");
    }

    /** Begins to load it when the engine is first seen ready; does not wait. */
    void seen(EngineState state, Adapters adapters) {
        LoadAdapterRequest order = wanted;
        if (order != null && state instanceof EngineState.Ready && begun.compareAndSet(false, true)) {
            Thread.ofVirtual().name("own-adapter").start(() -> load(order, adapters));
        }
    }

    private void load(LoadAdapterRequest order, Adapters adapters) {
        try {
            adapters.load(AdapterOrder.of(order), progress -> {});
            isLoaded = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The edge of this thread: without its adapter this process is of no use, and its log must say why.
            failed.accept(e);
        }
    }
}
