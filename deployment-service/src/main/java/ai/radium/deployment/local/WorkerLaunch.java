package ai.radium.deployment.local;

import ai.radium.deployment.runtime.Placement;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** No command of the core utilities does this and nothing else. */
    private static final List<String> NEW_GROUP =
            List.of("python3", "-ISc", "import os, sys; os.setpgid(0, 0); os.execvp(sys.argv[1], sys.argv[1:])");

    private WorkerLaunch() {}

    /** Returns once the process exists, a child of this one. */
    static ProcessTable.Identity start(Worker worker, Placement desired, Path weights, LocalConfig config, Path log) {
        List<String> line = new ArrayList<>(NEW_GROUP);
        line.addAll(config.command());
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !PASSED_ON.contains(name) && !name.startsWith(PREFIX));
        environment.putAll(environment(worker, desired, weights, log, config.mostContext()));
        try {
            long pid = builder.start().pid();
            return ProcessTable.identify(pid).orElseGet(() -> new ProcessTable.Identity(pid, -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The worker's own log of what its engine counted goes beside its output. */
    static Map<String, String> environment(Worker worker, Placement desired, Path weights, Path log, int mostContext) {
        return Map.of(
                LAUNCH,
                worker.launch(),
                "RADIUM_WORKER_PORT",
                Integer.toString(worker.port()),
                "RADIUM_WORKER_MANAGEMENT_PORT",
                Integer.toString(worker.port() + 1),
                "RADIUM_WORKER_DEPLOYMENT",
                worker.deployment(),
                "RADIUM_WORKER_REPLICA",
                worker.replicaId(),
                "RADIUM_WORKER_MODEL",
                weights.toString(),
                "RADIUM_WORKER_MODEL_ID",
                desired.servedModel(),
                "RADIUM_WORKER_CONTEXT",
                Integer.toString(Math.min(desired.contextTokens(), mostContext)),
                "RADIUM_WORKER_USAGE_LOG",
                log.resolveSibling(worker.name() + ".usage").toString());
    }
}
