package ai.radium.devstack.platform;

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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The processes that finetune-service trains in, one folder with a {@code run.json} for each run, and which outlive it. */
final class Trainers {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each writes a checkpoint first, within five seconds. */
    private static final Duration STOP_BUDGET = Duration.ofSeconds(5);

    private final Path folder;

    Trainers(Path folder) {
        this.folder = folder;
    }

    /** Those that train. */
    List<ProcessStatus> status() {
        return running().stream().map(Running::status).toList();
    }

    /** They go on from their checkpoints when finetune-service is back. */
    void stop(Consumer<String> listener) {
        GracefulStop stop = GracefulStop.within(STOP_BUDGET);
        running()
                .forEach(trainer ->
                        listener.accept(Endings.of(trainer.name(), stop.stopTree(trainer.process()), STOP_BUDGET)));
    }

    private List<Running> running() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> runs = Files.list(folder)) {
            return runs.map(run -> run.resolve("run.json"))
                    .filter(Files::isReadable)
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new StackFailure("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** Nothing for one that waits or has ended, or whose file was removed meanwhile. */
    private static Optional<Running> read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            return process(json)
                    .filter(ProcessIdentity::isAlive)
                    .map(process ->
                            new Running("finetune-trainer-" + json.path("id").asText(), process));
        } catch (IOException | IllegalArgumentException e) {
            System.getLogger(Trainers.class.getName())
                    .log(System.Logger.Level.DEBUG, "a trainer's file cannot be read: " + file, e);
            return Optional.empty();
        }
    }

    /** One whose start was not recorded yet carries its start's name in its environment. */
    private static Optional<ProcessIdentity> process(JsonNode json) {
        if (json.hasNonNull("process")) {
            return Optional.of(ProcessIdentity.parse(json.path("process").asText()));
        }
        return json.hasNonNull("launch")
                ? ProcessTable.leaderWithEnvironment(
                        "RADIUM_TRAINER_LAUNCH=" + json.path("launch").asText())
                : Optional.empty();
    }

    private record Running(String name, ProcessIdentity process) {
        ProcessStatus status() {
            return new ProcessStatus(
                    name,
                    process.pid(),
                    List.of(),
                    PartState.READY.shown(),
                    Memory.ofThisMachine().residentTree(process),
                    0);
        }
    }
}
