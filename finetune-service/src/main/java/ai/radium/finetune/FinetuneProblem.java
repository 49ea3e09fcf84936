package ai.radium.finetune;

import ai.radium.kit.problem.Problem;

/** What this service refuses. */
public enum FinetuneProblem implements Problem {
    STORAGE_QUOTA(403, "The account stores as much as it may"),
    DATASET_NOT_FOUND(404, "Dataset not found"),
    FILE_NOT_FOUND(404, "File not found"),
    UPLOAD_NOT_FOUND(404, "Upload not found"),
    DATASET_IN_USE(409, "A job needs the dataset"),
    DATASET_WITHOUT_CONTENT(409, "The dataset has no content yet"),
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
