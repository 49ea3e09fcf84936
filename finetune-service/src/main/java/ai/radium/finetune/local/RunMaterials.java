package ai.radium.finetune.local;

import ai.radium.finetune.trainer.ProgressFile;
import ai.radium.finetune.trainer.TrainingConfiguration;
import ai.radium.finetune.trainer.TrainingRun;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What one trainer reads and writes, in the folder of its run. */
record RunMaterials(Path folder) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    Path job() {
        return folder.resolve("job.json");
    }

    Path output() {
        return folder.resolve("output");
    }

    ProgressFile progress() {
        return new ProgressFile(folder.resolve("progress.jsonl"));
    }

    Path log() {
        return folder.resolve("trainer.log");
    }

    /** All that the run reads; the job's file, which names the rest, comes last. */
    void write(TrainingRun run, Path base, LocalRoom room) throws IOException {
        ObjectNode job = JSON.createObjectNode()
                .put("base", kept(base).toString())
                .put("training", lines("training.jsonl", run.training()).toString())
                .put("output", output().toString())
                .put("threads", room.cores())
                .put("memoryBytes", room.memoryBytes());
        if (run.validation().isPresent()) {
            job.put(
                    "validation",
                    lines("validation.jsonl", run.validation().get()).toString());
        }
        if (run.adapter().isPresent()) {
            Path adapter = folder.resolve("begin.gguf");
            try (InputStream in = run.adapter().get().open()) {
                RunFiles.replace(adapter, in::transferTo);
            }
            job.put("adapter", adapter.toString());
        }
        job.set("configuration", configuration(run.configuration()));
        RunFiles.replace(job(), out -> out.write(JSON.writeValueAsBytes(job)));
    }

    private Path lines(String name, TrainingRun.Lines lines) throws IOException {
        Path file = folder.resolve(name);
        RunFiles.replace(file, lines::writeTo);
        return file;
    }

    /** Under a second name, so that the model stays whatever the cache gives up; where there can be none, where it is. */
    private Path kept(Path base) throws IOException {
        Path link = folder.resolve("base.gguf");
        Files.deleteIfExists(link);
        try {
            return Files.createLink(link, base.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            return base; // on another disk, or of another user
        }
    }

    private static ObjectNode configuration(TrainingConfiguration configuration) {
        return JSON.createObjectNode()
                .put("learningRate", configuration.learningRate())
                .put("batchSize", configuration.batchSize())
                .put("epochs", configuration.epochs())
                .put("warmupSteps", configuration.warmupSteps())
                .put("loraRank", configuration.loraRank())
                .put("maxContext", configuration.maxContext())
                .put("seed", configuration.seed())
                .put("earlyStopping", configuration.earlyStopping());
    }
}
