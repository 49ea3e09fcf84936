package ai.radium.finetune;

import ai.radium.kit.problem.Problem;

/** What this service refuses. */
public enum FinetuneProblem implements Problem {
    MODEL_NOT_FINE_TUNABLE(400, "The model cannot be fine-tuned"),
    DATASET_UNUSABLE(400, "Nothing of the dataset can be learnt"),
    STORAGE_QUOTA(403, "The account stores as much as it may"),
    FINE_TUNING_QUOTA(403, "The account has as many fine-tuning jobs as it may"),
    MODEL_NOT_FOUND(404, "Model not found"),
    FINE_TUNING_NOT_FOUND(404, "Fine-tuning job not found"),
    DATASET_NOT_FOUND(404, "Dataset not found"),
    FILE_NOT_FOUND(404, "File not found"),
    UPLOAD_NOT_FOUND(404, "Upload not found"),
    DATASET_IN_USE(409, "A job needs the dataset"),
    DATASET_WITHOUT_CONTENT(409, "The dataset has no content yet"),
    DATASET_NOT_READY(409, "The dataset is being read"),
    FINE_TUNING_ENDED(409, "The job has ended"),
    FINE_TUNING_NOT_COMPLETED(409, "The job has made no adapter"),
    UPLOAD_CLOSED(409, "The upload takes nothing more"),
    RANGE_NOT_SATISFIABLE(416, "The file does not reach as far as that");

    private final int status;
    private final String title;

    FinetuneProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
