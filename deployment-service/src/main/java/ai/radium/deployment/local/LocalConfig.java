package ai.radium.deployment.local;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator decides about worker processes. */
public interface LocalConfig {
    /** Directory of the workers' records and logs; one deployment-service at a time uses it. */
    @WithDefault(".radium/workers")
    Path home();

    /** The node's cache of models, which workers fetch into and read from; see inference-worker. */
    @WithDefault("${RADIUM_WORKER_MODEL_CACHE:${XDG_CACHE_HOME:${user.home}/.cache}/radium/models}")
    Path models();

    /** Another user's cache of models, from which workers read only. */
    @WithDefault("${RADIUM_WORKER_MODEL_CACHE_SHARED:}")
    Optional<Path> sharedModels();

    /** Command line of a worker. */
    @WithDefault(
            "java,-cp,inference-worker/target/inference-worker.jar:inference-worker/target/lib/*,ai.radium.worker.Main")
    List<String> command();

    /** Worker k serves gRPC on this port + 2k and its management HTTP on the port after. */
    @WithDefault("9500")
    int basePort();

    /** Most workers at once; beyond it NO_CAPACITY. */
    @WithDefault("8")
    int maxWorkers();

    /** Memory for all workers together, MiB; beyond it NO_CAPACITY. */
    @WithDefault("6144")
    long memoryMib();

    /** Memory set aside for weights whose size is not known before they were fetched, MiB. */
    @WithDefault("1024")
    long unknownWeightsMib();

    /** Memory that a worker needs beside its weights, MiB. */
    @WithDefault("640")
    long overheadMib();

    /** Most tokens of context per call, whatever the model could hold: memory of a worker grows with it. */
    @WithDefault("4096")
    int mostContext();

    /** A worker that is not ready so long after its model has arrived is killed and counts as crashed. */
    @WithDefault("120s")
    Duration startTimeout();

    /** A worker whose model has not arrived after this is killed and counts as crashed; what was fetched is kept. */
    @WithDefault("1h")
    Duration fetchTimeout();

    /** A worker told to stop may finish its calls for this long, whole seconds, then it is killed. */
    @WithDefault("${radium.stop-seconds:30}s")
    Duration stopTimeout();

    /** A worker that was ready and gives no answer for this long leaves the routes; one that says it is not ready does at once. */
    @WithDefault("3s")
    Duration silentAfter();

    /** A worker that was ready and neither answers nor says that it is alive for this long is killed and started again. */
    @WithDefault("30s")
    Duration hungAfter();

    /** Wait before the second restart; doubles with each further one. The first is at once. */
    @WithDefault("1s")
    Duration backoff();

    /** Longest wait before a restart. */
    @WithDefault("60s")
    Duration longestBackoff();

    /** A worker that was ready for this long starts with a clean record. */
    @WithDefault("60s")
    Duration stableAfter();

    /** Crashes in a row that make a CRASH_LOOP. */
    @WithDefault("5")
    int crashLoopAfter();

    /** A worker's log, and its usage log, is put away when it has this size, MiB. */
    @WithDefault("${radium.log-mib:20}")
    int logMib();

    /** Old logs kept of each of these. */
    @WithDefault("${radium.log-copies:3}")
    int logCopies();

    /** Old logs, and logs of workers that are no more, go after this. */
    @WithDefault("${radium.log-days:14}d")
    Duration logAge();
}
