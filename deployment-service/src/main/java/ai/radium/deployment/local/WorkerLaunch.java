package ai.radium.deployment.local;

import ai.radium.deployment.runtime.Adapter;
import ai.radium.deployment.runtime.Placement;
import ai.radium.process.ProcessIdentity;
import ai.radium.process.ProcessLaunch;
import ai.radium.process.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a worker process is started: in a process group of its own, so that no signal of a terminal reaches it. Not in a
 * session of its own, for Linux may share the cores out to sessions first (sched(7), autogroup): beside two busy engines the
 * gateway's event loop, ready to run, then waited for up to 2.8 seconds.
 */
final class WorkerLaunch {
    /** Carries {@link Worker#launch}: how a started process is found again. */
    static final String LAUNCH = "RADIUM_WORKER_LAUNCH";

    /** A worker gets no secrets of this service: only these and what begins with one of the prefixes. */
    private static final Set<String> PASSED_ON = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LANG",
            "LC_ALL",
            "TZ",
            "TMPDIR",
            "JAVA_HOME",
            "LD_LIBRARY_PATH",
            "XDG_CACHE_HOME",
            "RADIUM_HOME",
            "RADIUM_LLAMA_SERVER");

    /** Where its traces go, and how its model is fetched: see inference-worker. */
    private static final List<String> PREFIXES = List.of("RADIUM_WORKER_", "OTEL_", "HF_", "AWS_", "PIP_");

    /** Begins with a prefix and is not for workers: from it the token of any deployment follows; or it is this service's own name. */
    private static final Set<String> KEPT_BACK =
            Set.of("RADIUM_WORKER_SECRET_FILE", "RADIUM_WORKER_TOKEN_FILE", "OTEL_SERVICE_NAME");

    private WorkerLaunch() {}

    /**
     * What to start.
     *
     * @param cache of models
     * @param log takes its output
     * @param usage where it notes what its engine counted
     * @param token the file with what it asks of its callers
     */
    record Order(Worker worker, Placement desired, Path cache, Path log, Path usage, Optional<Path> token) {}

    /** Returns once the process exists, a child of this one; empty if it has ended already. */
    static Optional<ProcessIdentity> start(Order order, LocalConfig config) {
        ProcessLaunch launch = ProcessLaunch.of(config.command())
                .inNewGroup()
                .inheriting(WorkerLaunch::isPassedOn)
                .with(environment(order, config))
                .loggingTo(order.log());
        try {
            return ProcessIdentity.of(launch.start().pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the name of the start, which the worker's children inherit. */
    static Optional<ProcessIdentity> processOf(Worker worker) {
        return ProcessTable.leaderWithEnvironment(LAUNCH + "=" + worker.launch());
    }

    private static boolean isPassedOn(String name) {
        return !KEPT_BACK.contains(name)
                && (PASSED_ON.contains(name) || PREFIXES.stream().anyMatch(name::startsWith));
    }

    /** The command is the operator's, so what every worker's JVM must do is told by the environment of java's launcher. */
    static Map<String, String> environment(Order order, LocalConfig config) {
        Worker worker = order.worker();
        Placement desired = order.desired();
        Map<String, String> environment = new HashMap<>();
        environment.put("JDK_JAVA_OPTIONS", "-XX:+ExitOnOutOfMemoryError");
        environment.put(LAUNCH, worker.launch());
        environment.put(
                "RADIUM_STOP_SECONDS", Long.toString(config.stopTimeout().toSeconds()));
        environment.put("RADIUM_WORKER_HOST", "127.0.0.1");
        environment.put("RADIUM_WORKER_PORT", Integer.toString(worker.port()));
        environment.put("RADIUM_WORKER_MANAGEMENT_PORT", Integer.toString(worker.port() + 1));
        environment.put("RADIUM_WORKER_DEPLOYMENT", worker.deployment());
        environment.put("RADIUM_WORKER_REPLICA", worker.replicaId());
        environment.put("RADIUM_WORKER_MODEL", desired.weights().uri());
        environment.put("RADIUM_WORKER_MODEL_SHA256", desired.weights().sha256());
        environment.put("RADIUM_WORKER_MODEL_CACHE", order.cache().toString());
        environment.put("RADIUM_WORKER_MODEL_ID", desired.servedModel());
        environment.put(
                "RADIUM_WORKER_CONTEXT", Integer.toString(Math.min(desired.contextTokens(), config.mostContext())));
        environment.put("RADIUM_WORKER_USAGE_LOG", order.usage().toString());
        Adapter adapter = desired.adapter();
        if (adapter != null) {
            environment.put("RADIUM_WORKER_ADAPTER", adapter.uri());
            environment.put("RADIUM_WORKER_ADAPTER_ID", adapter.id());
            environment.put("RADIUM_WORKER_ADAPTER_SHA256", adapter.sha256());
        }
        order.token().ifPresent(file -> environment.put("RADIUM_WORKER_TOKEN_FILE", file.toString()));
        return environment;
    }
}
