package ai.radium.model;

import ai.radium.kit.problem.Problem;

/** What the catalogue refuses. */
enum ModelProblem implements Problem {
    MODEL_NOT_FOUND(404, "Model not found");

    private final int status;
    private final String title;

    ModelProblem(int status, String title) {
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
