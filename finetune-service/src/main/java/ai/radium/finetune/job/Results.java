package ai.radium.finetune.job;

import ai.radium.contracts.training.TrainingProgress.Completed;
import ai.radium.finetune.artifact.ArtifactKey;
import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.finetune.artifact.StoredArtifact;
import ai.radium.finetune.artifact.UnclaimedArtifacts;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.kit.outbox.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Copies what a run has made into our store, before the trainer forgets it. Blocks. */
@ApplicationScoped
class Results {
    private static final String PEFT_CONFIGURATION = "adapter_config.json";
    private static final int MOST_OF_CONFIGURATION = 1 << 20;

    private final Trainer trainer;
    private final ArtifactStore store;
    private final UnclaimedArtifacts unclaimed;

    Results(Trainer trainer, ArtifactStore store, UnclaimedArtifacts unclaimed) {
        this.trainer = trainer;
        this.store = store;
        this.unclaimed = unclaimed;
    }

    /** Its artifacts are nobody's until a row claims them. */
    Result keep(Job job, Completed made) throws IOException {
        StoredArtifact adapter = copied(job, made.adapterFile());
        if (!adapter.sha256().equals(made.sha256())) {
            throw new IOException(
                    "the adapter of %s has the sha256 %s, not %s".formatted(job.id(), adapter.sha256(), made.sha256()));
        }
        StoredArtifact safetensors = copied(job, made.safetensorsFile());
        return new Result(
                adapter.key().text(),
                store.uri(adapter.key()).toString(),
                adapter.sha256(),
                adapter.bytes(),
                safetensors.key().text(),
                safetensors.bytes(),
                configuration(job, made.safetensorsFile()));
    }

    private StoredArtifact copied(Job job, String file) throws IOException {
        ArtifactKey key = Blocking.await(unclaimed::begin);
        try (InputStream content = trainer.open(job.id(), file)) {
            return store.put(key, content);
        }
    }

    private String configuration(Job job, String safetensorsFile) throws IOException {
        String beside = safetensorsFile.replaceFirst("[^/]*$", PEFT_CONFIGURATION);
        try (InputStream content = trainer.open(job.id(), beside)) {
            return new String(content.readNBytes(MOST_OF_CONFIGURATION), StandardCharsets.UTF_8);
        }
    }
}
