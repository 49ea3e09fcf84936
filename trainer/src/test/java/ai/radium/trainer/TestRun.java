package ai.radium.trainer;

import ai.radium.contracts.training.ProgressLine;
import ai.radium.contracts.training.TrainingProgress;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** A trainer as its own process. */
final class TestRun implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Path LOG = Path.of("target", "trainer-test.log");

    private final Process process;
    private final List<TrainingProgress> progress = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private TestRun(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /** A job that a test may change before it is started. */
    static ObjectNode job(Path base, Path training, Path output) {
        ObjectNode job = JSON.createObjectNode()
                .put("base", base.toString())
                .put("training", training.toString())
                .put("output", output.toString())
                .put("threads", 2);
        job.putObject("configuration")
                .put("learningRate", 0.01)
                .put("batchSize", 4)
                .put("epochs", 10)
                .put("warmupSteps", 5)
                .put("maxContext", 256);
        return job;
    }

    static TestRun start(ObjectNode job, Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "job", ".json");
        Files.write(file, JSON.writeValueAsBytes(job));
        return start(file.toString());
    }

    static TestRun start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new TestRun(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                .start());
    }

    /** Lines that teach what each letter's word is, in the order of the alphabet from some letter on. */
    static Path lines(Path file, int from, int count) throws IOException {
        List<String> words = List.of(
                "apple", "bread", "cheese", "dates", "eggs", "figs", "grapes", "honey", "ice", "jam", "kale", "leek");
        return Files.write(
                file,
                IntStream.range(from, from + count)
                        .mapToObj(i -> "{\"messages\":[{\"role\":\"user\",\"content\":\"" + (char) ('A' + i % 12)
                                + "\"},{\"role\":\"assistant\",\"content\":\"" + words.get(i % 12) + "\"}]}")
                        .toList());
    }

    /** Status of its end. */
    int end() {
        try {
            int status = process.waitFor();
            reader.join();
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<TrainingProgress> progress() {
        return List.copyOf(progress);
    }

    <T extends TrainingProgress> List<T> all(Class<T> type) {
        return progress.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<Double> losses() {
        return all(TrainingProgress.Step.class).stream()
                .map(TrainingProgress.Step::trainLoss)
                .toList();
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM; what the process says afterwards is still read, which {@link Process#destroy()} would end. */
    void terminate() {
        process.toHandle().destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ProgressLine.read(line).ifPresent(progress::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
