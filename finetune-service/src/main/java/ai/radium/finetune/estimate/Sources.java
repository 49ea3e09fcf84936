package ai.radium.finetune.estimate;

import ai.radium.contracts.dataset.DatasetStatus;
import ai.radium.finetune.FinetuneProblem;
import ai.radium.finetune.dataset.Dataset;
import ai.radium.kit.problem.ProblemException;
import java.util.Objects;

/** What a dataset must be for somebody to learn from it. */
public final class Sources {
    private Sources() {}

    /**
     * @param field that names the dataset
     * @throws ProblemException DATASET_WITHOUT_CONTENT, or DATASET_UNUSABLE when nothing of it can be learnt
     */
    public static Dataset.Version require(Dataset dataset, String field) {
        Dataset.Version version = dataset.version();
        if (version == null) {
            throw new ProblemException(
                    FinetuneProblem.DATASET_WITHOUT_CONTENT,
                    "Nothing was sent yet: POST a file to /datasets/" + dataset.id() + "/versions",
                    field);
        }
        if (version.status() == DatasetStatus.ERROR) {
            throw new ProblemException(
                    FinetuneProblem.DATASET_UNUSABLE,
                    "Nothing of the dataset can be learnt: "
                            + (version.fault() == null ? "" : version.fault().message()),
                    field);
        }
        return version;
    }

    /** @throws ProblemException as {@link #require}, and DATASET_NOT_READY while it is being read */
    static ContentLines lines(Dataset dataset, String field) {
        if (require(dataset, field).status() == DatasetStatus.PROCESSING) {
            throw new ProblemException(
                    FinetuneProblem.DATASET_NOT_READY, "The dataset is being read: ask again when it is ready", field);
        }
        return linesOf(dataset);
    }

    /** Of a version that was read and holds examples. */
    public static ContentLines linesOf(Dataset dataset) {
        Dataset.Version version = Objects.requireNonNull(dataset.version(), "a version");
        return new ContentLines(
                version.content(),
                dataset.format(),
                Objects.requireNonNull(version.sha256(), "a version that was read"),
                Objects.requireNonNull(version.findings(), "a version that was read")
                        .exampleCount());
    }
}
