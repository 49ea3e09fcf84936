package ai.radium.finetune.kubernetes;

import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.trainer.ProgressFile;
import ai.radium.finetune.trainer.Refusal;
import ai.radium.finetune.trainer.TrainingRun;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What runs read and write, a folder for each on the shared volume. A pod sees the folder of its own run only, as its working
 * directory, so all names in it are relative.
 */
final class RunFolders {
    /** Folder of the runs' folders. */
    static final String RUNS = "runs";

    /** Folder of base models, into which pods fetch them. */
    static final String MODELS = "models";

    private static final String JOB = "job.json";
    private static final String FAILURE = "failure.json";
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_]{1,50}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;

    RunFolders(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    boolean has(String run) {
        return Files.isRegularFile(file(run, JOB));
    }

    /** Writes what the run reads, if it is not there yet; the job itself comes last. */
    void prepare(TrainingRun run, int cores, long memoryBytes) throws IOException {
        Files.createDirectories(root.resolve(MODELS));
        Files.createDirectories(folder(run.id()));
        if (has(run.id())) {
            return;
        }
        write(file(run.id(), "training.jsonl"), run.training());
        if (run.validation().isPresent()) {
            write(file(run.id(), "validation.jsonl"), run.validation().get());
        }
        if (run.adapter().isPresent()) {
            try (InputStream adapter = run.adapter().get().open()) {
                write(file(run.id(), "adapter.gguf"), adapter::transferTo);
            }
        }
        byte[] job = JSON.writeValueAsBytes(job(run, cores, memoryBytes));
        write(file(run.id(), JOB), out -> out.write(job));
    }

    private static ObjectNode job(TrainingRun run, int cores, long memoryBytes) {
        ObjectNode job = JSON.createObjectNode();
        job.put("base", "base.gguf");
        job.put("training", "training.jsonl");
        run.validation().ifPresent(lines -> job.put("validation", "validation.jsonl"));
        run.adapter().ifPresent(bytes -> job.put("adapter", "adapter.gguf"));
        job.put("output", "output");
        job.put("threads", cores);
        job.put("memoryBytes", memoryBytes);
        job.set("configuration", JSON.valueToTree(run.configuration()));
        return job;
    }

    ProgressFile progress(String run) {
        return new ProgressFile(file(run, "progress.jsonl"));
    }

    /** Why the cluster could not run it, if that was noted. */
    Optional<Refusal> failure(String run) throws IOException {
        try {
            JsonNode noted = JSON.readTree(Files.readAllBytes(file(run, FAILURE)));
            return Optional.of(new Refusal(
                    JobFailure.valueOf(noted.path("code").asText()),
                    noted.path("message").asText()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void note(String run, Refusal failure) throws IOException {
        byte[] noted = JSON.writeValueAsBytes(
                JSON.createObjectNode().put("code", failure.code().name()).put("message", failure.message()));
        write(file(run, FAILURE), out -> out.write(noted));
    }

    void forgetFailure(String run) throws IOException {
        Files.deleteIfExists(file(run, FAILURE));
    }

    /** @throws NoSuchFileException for whatever is not a file of this run */
    InputStream open(String run, String name) throws IOException {
        Path folder = folder(run);
        try {
            Path file = folder.resolve(name).toRealPath();
            if (file.startsWith(folder.toRealPath()) && Files.isRegularFile(file)) {
                return Files.newInputStream(file);
            }
        } catch (InvalidPathException e) {
            throw (IOException) new NoSuchFileException(name).initCause(e);
        }
        throw new NoSuchFileException(name);
    }

    void delete(String run) throws IOException {
        Path folder = folder(run);
        if (!Files.exists(folder)) {
            return;
        }
        // First, so that what is left by a death in between is no run.
        Files.deleteIfExists(file(run, JOB));
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }

    /** Where the run's folder is. */
    Path folder(String run) {
        if (!LEGAL.matcher(run).matches()) {
            throw new IllegalArgumentException("no id of a run: " + run);
        }
        return root.resolve(RUNS).resolve(run);
    }

    private Path file(String run, String name) {
        return folder(run).resolve(name);
    }

    private static void write(Path file, TrainingRun.Lines content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
            content.writeTo(out);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
