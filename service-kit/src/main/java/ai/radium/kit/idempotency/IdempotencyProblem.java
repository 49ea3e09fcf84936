package ai.radium.kit.idempotency;

import ai.radium.kit.problem.Problem;
import ai.radium.kit.problem.ProblemException;

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

    /** To whoever sent the first request's key and body while it is not answered. */
    public static ProblemException inUse() {
        return IDEMPOTENCY_KEY_IN_USE.because(
                "The first request with this Idempotency-Key is not answered yet; ask again in a moment");
    }

    /** To whoever sent another request with a key that was used. */
    public static ProblemException reused() {
        return IDEMPOTENCY_KEY_REUSED.because(
                "This Idempotency-Key was used for another request; send a new one with a new request");
    }

    public ProblemException because(String detail) {
        return new ProblemException(this, detail, IdempotencyKey.HEADER);
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
