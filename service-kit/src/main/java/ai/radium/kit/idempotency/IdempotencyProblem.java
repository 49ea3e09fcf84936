package ai.radium.kit.idempotency;

import ai.radium.kit.problem.Problem;

/** Why a request with an Idempotency-Key is not answered. */
public enum IdempotencyProblem implements Problem {
    IDEMPOTENCY_KEY_IN_USE(409, "A request with this Idempotency-Key is being worked on"),
    IDEMPOTENCY_KEY_REUSED(422, "This Idempotency-Key was used for another request"),
    IDEMPOTENT_REPLY_TOO_LARGE(409, "The reply to this Idempotency-Key was too large to be kept");

    private final int status;
    private final String title;

    IdempotencyProblem(int status, String title) {
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
