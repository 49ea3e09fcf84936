package ai.radium.deployment.local;

import ai.radium.deployment.runtime.Placement;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** A worker gets no secrets of this service: only these and what begins with the prefix. */
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

    private static final String PREFIX = "RADIUM_WORKER_";

    /** Begins with the prefix and is not for workers: from it the token of any deployment follows. */
    private static final Set<String> KEPT_BACK = Set.of("RADIUM_WORKER_SECRET_FILE", "RADIUM_WORKER_TOKEN_FILE");

    /** No command of the core utilities does this and nothing else. */
    private static final List<String> NEW_GROUP =
            List.of("python3", "-ISc", "import os, sys; os.setpgid(0, 0); os.execvp(sys.argv[1], sys.argv[1:])");

    private WorkerLaunch() {}

    /**
     * What to start.
     *
     * @param log takes its output
     * @param usage where it notes what its engine counted
     * @param token the file with what it asks of its callers
     */
    record Order(Worker worker, Placement desired, Path weights, Path log, Path usage, Optional<Path> token) {}

    /** Returns once the process exists, a child of this one. */
    static ProcessTable.Identity start(Order order, LocalConfig config) {
        List<String> line = new ArrayList<>(NEW_GROUP);
        line.addAll(config.command());
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(order.log().toFile()))
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> KEPT_BACK.contains(name) || !(PASSED_ON.contains(name) || name.startsWith(PREFIX)));
        environment.putAll(environment(order, config));
        try {
            long pid = builder.start().pid();
            return ProcessTable.identify(pid).orElseGet(() -> new ProcessTable.Identity(pid, -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        environment.put("RADIUM_WORKER_MODEL", order.weights().toString());
        environment.put("RADIUM_WORKER_MODEL_ID", desired.servedModel());
        environment.put(
                "RADIUM_WORKER_CONTEXT", Integer.toString(Math.min(desired.contextTokens(), config.mostContext())));
        environment.put("RADIUM_WORKER_USAGE_LOG", order.usage().toString());
        order.token().ifPresent(file -> environment.put("RADIUM_WORKER_TOKEN_FILE", file.toString()));
        return environment;
    }
}
