package ai.radium.worker;

import ai.radium.kit.tracing.TracingConfig;
import ai.radium.worker.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The worker's configuration, read from the environment; README.md describes every key.
 *
 * @param embeds whether the model makes embeddings, and nothing else
 * @param heap bytes that this process may have
 * @param drainWait how long what runs may go on once the worker is asked to end
 * @param tls absent = plaintext
 * @param tracing absent = off
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
        long heap,
        Optional<TlsFiles> tls,
        CallerAccess access,
        Duration drainWait,
        Optional<Path> usageLog,
        Optional<TracingConfig> tracing) {
    /** To end what still runs, with its usage on the disk. */
    private static final int END_SECONDS = 5;

    /** Bytes that large requests may have together while they arrive. */
    long arrivingBodies() {
        return heap / 8;
    }

    /** Bytes of heap that requests may take together once they are here; the rest is for streams, and for what is garbage soon. */
    long requestMemory() {
        return heap / 8 * 3;
    }

    static WorkerConfig from(Environment environment, EngineConfig engine) {
        int slots = slots(environment);
        String host = environment.text("RADIUM_WORKER_HOST").orElse("127.0.0.1");
        Optional<TlsFiles> tls = tls(environment);
        return new WorkerConfig(
                host,
                environment.number("RADIUM_WORKER_PORT", 9500, 0),
                environment.number("RADIUM_WORKER_MANAGEMENT_PORT", 9501, 0),
                environment.text("RADIUM_WORKER_MODEL_ID").orElseGet(engine::modelId),
                slots,
                engine.contextLength(),
                environment.number("RADIUM_WORKER_QUEUE", 4 * slots, 0),
                embeds(environment).orElseGet(engine::embeds),
                Runtime.getRuntime().maxMemory(),
                tls,
                CallerAccess.from(environment, host, tls),
                drainWait(environment),
                environment.text("RADIUM_WORKER_USAGE_LOG").map(Path::of),
                TracingConfig.of(environment.variables(), "inference-worker"));
    }

    /** All parts of an installation end their streams five seconds before they are killed. */
    private static Duration drainWait(Environment environment) {
        int untilKilled = environment.number("RADIUM_STOP_SECONDS", 30, 1);
        return Duration.ofSeconds(
                environment.number("RADIUM_WORKER_DRAIN_SECONDS", Math.max(0, untilKilled - END_SECONDS), 0));
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

    static Optional<Boolean> embeds(Environment environment) {
        return environment.flag("RADIUM_WORKER_EMBEDDINGS");
    }

    static int slots(Environment environment) {
        return environment.number("RADIUM_WORKER_SLOTS", 4, 1);
    }
}
