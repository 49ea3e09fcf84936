package ai.radium.devstack.platform;

import ai.radium.devstack.process.HttpProbe;
import ai.radium.devstack.process.StackFailure;
import ai.radium.devstack.supervisor.Endings;
import ai.radium.devstack.supervisor.PartState;
import ai.radium.devstack.supervisor.ProcessStatus;
import ai.radium.process.GracefulStop;
import ai.radium.process.Memory;
import ai.radium.process.ProcessIdentity;
import ai.radium.process.ProcessTable;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
        Map<Worker, ProcessIdentity> running = new LinkedHashMap<>();
        all().forEach(worker -> worker.running().ifPresent(process -> running.put(worker, process)));
        GracefulStop stop = GracefulStop.within(stopBudget);
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            running.forEach((worker, process) -> together.execute(
                    () -> listener.accept(Endings.of(worker.name(), stop.stopTree(process), stopBudget))));
        }
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
                    process(json),
                    json.path("port").asInt(),
                    json.hasNonNull("readyAt"),
                    json.path("failures").asInt()));
        } catch (IOException | IllegalArgumentException e) {
            System.getLogger(Workers.class.getName())
                    .log(System.Logger.Level.DEBUG, "a worker's file cannot be read: " + file, e);
            return Optional.empty();
        }
    }

    /** One whose start was not recorded yet, or by an older version, carries its start's name in its environment. */
    private static Optional<ProcessIdentity> process(JsonNode json) {
        return json.hasNonNull("process")
                ? Optional.of(ProcessIdentity.parse(json.path("process").asText()))
                : ProcessTable.leaderWithEnvironment(
                        "RADIUM_WORKER_LAUNCH=" + json.path("launch").asText());
    }

    private record Worker(String name, Optional<ProcessIdentity> process, int port, boolean wasReady, int failures) {
        Optional<ProcessIdentity> running() {
            return process.filter(ProcessIdentity::isAlive);
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
            Optional<ProcessIdentity> process = running();
            return new ProcessStatus(
                    name,
                    process.map(ProcessIdentity::pid).orElse(0L),
                    List.of(port, port + 1),
                    state(process.isPresent()).shown(),
                    process.map(Memory.ofThisMachine()::residentTree).orElse(0L),
                    failures);
        }
    }
}
