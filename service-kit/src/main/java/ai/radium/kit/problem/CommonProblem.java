package ai.radium.kit.problem;

/** Refusals that every service shares. */
public enum CommonProblem implements Problem {
    INVALID_REQUEST(400, "The request is not valid"),
    UNAUTHENTICATED(401, "The caller is not known"),
    ACCOUNT_SUSPENDED(402, "The account may not spend"),
    FORBIDDEN(403, "The caller may not do this"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "This method is not offered here"),
    NOT_ACCEPTABLE(406, "No representation that the caller accepts"),
    CONFLICT(409, "Somebody else changed it meanwhile"),
    PAYLOAD_TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The request's target is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's type is not supported"),
    HEADERS_TOO_LARGE(431, "The request's headers are too large"),
    INTERNAL_ERROR(500, "Something went wrong on our side"),
    UNAVAILABLE(503, "A part that this needs is not available");

    /** What an account does that may not spend. */
    public static final String SUSPENDED_CURE =
            "The account's credits are used up, or its spending limit of the month is reached: add a payment method or"
                    + " credits, or raise the limit; GET /billing says which";

    private final int status;
    private final String title;

    CommonProblem(int status, String title) {
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
