package ai.radium.finetune.job;

import ai.radium.contracts.dataset.DatasetStatus;
import ai.radium.finetune.artifact.ArtifactKey;
import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.finetune.catalogue.BaseModel;
import ai.radium.finetune.dataset.Dataset;
import ai.radium.finetune.estimate.ContentLines;
import ai.radium.finetune.estimate.Inputs;
import ai.radium.finetune.estimate.Sources;
import ai.radium.finetune.estimate.Split;
import ai.radium.finetune.estimate.TrainingText;
import ai.radium.finetune.trainer.TrainingRun;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a job's run is made of. */
record Material(Job job, Dataset training, @Nullable Dataset validation) {
    private static final JsonFactory JSON = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    /** Empty when one of its datasets cannot be learnt from. */
    static Optional<Material> of(JobLease lease) {
        Dataset training = lease.training();
        return training != null
                        && isReady(training)
                        && (lease.job().validation() == null || isReady(lease.validation()))
                ? Optional.of(new Material(lease.job(), training, lease.validation()))
                : Optional.empty();
    }

    private static boolean isReady(@Nullable Dataset dataset) {
        return dataset != null && dataset.status() == DatasetStatus.READY;
    }

    Inputs inputs() {
        return new Inputs(
                job.base().model(),
                job.base().weights(),
                job.price(),
                Sources.linesOf(training),
                Optional.ofNullable(validation).map(Sources::linesOf),
                job.configuration());
    }

    Source source() {
        return Source.of(training, Sources.require(training, "datasetId"));
    }

    @Nullable
    Source validationSource() {
        return validation == null ? null : Source.of(validation, Sources.require(validation, "validationDatasetId"));
    }

    TrainingRun run(ArtifactStore store) {
        Inputs inputs = inputs();
        return new TrainingRun(
                job.id(),
                job.base().model(),
                job.base().weights(),
                lines(store, inputs.training(), inputs.split(), false),
                heldOut(store, inputs),
                Optional.ofNullable(job.base().earlier()).map(earlier -> adapter(store, earlier)),
                job.configuration().ofTrainer());
    }

    private static Optional<TrainingRun.Lines> heldOut(ArtifactStore store, Inputs inputs) {
        if (inputs.validation().isPresent()) {
            ContentLines lines = inputs.validation().get();
            return Optional.of(lines(store, lines, Split.none(lines.examples()), false));
        }
        return inputs.split().isNone()
                ? Optional.empty()
                : Optional.of(lines(store, inputs.training(), inputs.split(), true));
    }

    private static TrainingRun.Lines lines(ArtifactStore store, ContentLines from, Split split, boolean heldOut) {
        return out -> write(store, from, split, heldOut, out);
    }

    private static void write(ArtifactStore store, ContentLines from, Split split, boolean heldOut, OutputStream out)
            throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setRootValueSeparator(null);
            from.read(store, split, heldOut, (number, example) -> TrainingText.write(example, json));
        }
    }

    private static TrainingRun.Bytes adapter(ArtifactStore store, BaseModel.Earlier earlier) {
        return () -> store.open(new ArtifactKey(earlier.adapter()), 0);
    }
}
