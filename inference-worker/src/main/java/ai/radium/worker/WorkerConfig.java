package ai.radium.worker;

import ai.radium.worker.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The worker's configuration, read from the environment; README.md describes every key.
 *
 * @param embeds whether the model makes embeddings, and nothing else
 * @param bodyBudget bytes that large requests may have together
 * @param tls absent = plaintext
 * @param context tokens of one generation as configured, 0 = what the engine says
 */
record WorkerConfig(
        String host,
        int port,
        int managementPort,
        String modelId,
        int slots,
        int context,
        int queue,
        boolean embeds,
        long bodyBudget,
        Optional<TlsFiles> tls,
        Duration drainWait,
        Optional<Path> usageLog) {
    /** A request is in the heap as bytes, text, a tree and again as text on its way to the engine. */
    private static final int HEAP_PER_BODY_BYTE = 8;

    static WorkerConfig from(Environment environment, EngineConfig engine) {
        int slots = slots(environment);
        return new WorkerConfig(
                environment.text("RADIUM_WORKER_HOST").orElse("127.0.0.1"),
                environment.number("RADIUM_WORKER_PORT", 9500, 0),
                environment.number("RADIUM_WORKER_MANAGEMENT_PORT", 9501, 0),
                environment.text("RADIUM_WORKER_MODEL_ID").orElseGet(engine::modelId),
                slots,
                engine.contextLength(),
                environment.number("RADIUM_WORKER_QUEUE", 4 * slots, 0),
                embeds(environment),
                Runtime.getRuntime().maxMemory() / HEAP_PER_BODY_BYTE,
                tls(environment),
                Duration.ofSeconds(environment.number("RADIUM_WORKER_DRAIN_SECONDS", 30, 0)),
                environment.text("RADIUM_WORKER_USAGE_LOG").map(Path::of));
    }

    /** Looked at now, so that no engine is started by a worker that nobody can speak with. */
    private static Optional<TlsFiles> tls(Environment environment) {
        Optional<TlsFiles> files = TlsFiles.of(
                environment.text("RADIUM_WORKER_TLS_CERTIFICATE").map(Path::of),
                environment.text("RADIUM_WORKER_TLS_KEY").map(Path::of),
                environment.text("RADIUM_WORKER_TLS_CLIENT_CA").map(Path::of));
        files.ifPresent(TlsFiles::check);
        return files;
    }

    static boolean embeds(Environment environment) {
        return environment.flag("RADIUM_WORKER_EMBEDDINGS").orElse(false);
    }

    static int slots(Environment environment) {
        return environment.number("RADIUM_WORKER_SLOTS", 4, 1);
    }
}
