package ai.radium.deployment;

import ai.radium.kit.problem.Problem;

/** What deployment-service refuses. */
enum DeploymentProblem implements Problem {
    INVALID_CONFIGURATION(400, "The configuration is not valid"),
    ACCELERATOR_TOO_SMALL(400, "The model does not fit on these accelerators"),
    NOT_AVAILABLE_YET(400, "This is not offered yet"),
    DEPLOYMENT_QUOTA(403, "The account has as many deployments as it may"),
    REPLICA_QUOTA(403, "The account runs as many replicas as it may"),
    GPU_QUOTA(403, "The account uses as many of these accelerators as it may"),
    MODEL_NOT_FOUND(404, "Model not found"),
    DEPLOYMENT_NOT_FOUND(404, "Deployment not found"),
    DEPLOYMENT_NAME_TAKEN(409, "The name is taken"),
    INVALID_STATE(409, "The deployment's state does not allow this"),
    TOO_MANY_STARTING(429, "Too many deployments of the account are starting");

    private final int status;
    private final String title;

    DeploymentProblem(int status, String title) {
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
