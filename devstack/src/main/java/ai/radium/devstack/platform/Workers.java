package ai.radium.devstack.platform;

import ai.radium.devstack.process.HttpProbe;
import ai.radium.devstack.process.Pid;
import ai.radium.devstack.process.StackFailure;
import ai.radium.devstack.supervisor.Endings;
import ai.radium.devstack.supervisor.PartState;
import ai.radium.devstack.supervisor.ProcessStatus;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The local workers that deployment-service registered, one JSON file each, and outlive it. */
final class Workers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Duration stopBudget;

    /** @param stopBudget time from telling a worker to stop until it is killed */
    Workers(Path folder, Duration stopBudget) {
        this.folder = folder;
        this.stopBudget = stopBudget;
    }

    List<ProcessStatus> status() {
        return all().parallelStream().map(Worker::status).toList();
    }

    /** Stops all of them with whatever they started. */
    void stop(Consumer<String> listener) {
        Map<Worker, Pid> running = new LinkedHashMap<>();
        all().forEach(worker -> worker.pid().ifPresent(pid -> running.put(worker, pid)));
        List<Pid> children =
                running.values().stream().flatMap(Workers::children).toList();
        running.values().forEach(pid -> pid.signal("TERM"));
        running.forEach((worker, pid) -> {
            listener.accept(Endings.of(worker.name(), pid.stop("TERM", stopBudget), stopBudget));
        });
        children.forEach(Pid::kill);
    }

    private static Stream<Pid> children(Pid pid) {
        return pid.handle().stream().flatMap(ProcessHandle::descendants).flatMap(child -> Pid.of(child).stream());
    }

    private List<Worker> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new StackFailure("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** Nothing for a file that was removed meanwhile. */
    private static Optional<Worker> read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            return Optional.of(new Worker(
                    "inference-worker-%s-%d"
                            .formatted(
                                    json.path("deployment").asText(),
                                    json.path("index").asInt()),
                    json.path("pid").asLong(),
                    json.path("startTicks").asLong(),
                    json.path("port").asInt(),
                    json.hasNonNull("readyAt"),
                    json.path("failures").asInt()));
        } catch (IOException e) {
            System.getLogger(Workers.class.getName())
                    .log(System.Logger.Level.DEBUG, "a worker's file cannot be read: " + file, e);
            return Optional.empty();
        }
    }

    private record Worker(String name, long number, long startTicks, int port, boolean wasReady, int failures) {
        /** The running process: same pid, and the same start in clock ticks since boot (proc(5), stat field 22). */
        Optional<Pid> pid() {
            try {
                String stat = Files.readString(Path.of("/proc", Long.toString(number), "stat"));
                String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                return Long.parseLong(afterName[19]) == startTicks
                        ? ProcessHandle.of(number).flatMap(Pid::of)
                        : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        /** By what its management port answers now. */
        private PartState state(boolean runs) {
            if (!runs) {
                return PartState.STOPPED;
            }
            String management = "http://127.0.0.1:%d/health/".formatted(port + 1);
            if (HttpProbe.isOk(management + "ready")) {
                return PartState.READY;
            }
            if (!wasReady) {
                return PartState.STARTING;
            }
            return HttpProbe.isAnswered(management + "live") ? PartState.NOT_READY : PartState.NOT_ANSWERING;
        }

        ProcessStatus status() {
            Optional<Pid> pid = pid();
            return new ProcessStatus(
                    name,
                    pid.map(Pid::number).orElse(0L),
                    List.of(port, port + 1),
                    state(pid.isPresent()).shown(),
                    pid.map(Pid::rssBytes).orElse(0L),
                    failures);
        }
    }
}
