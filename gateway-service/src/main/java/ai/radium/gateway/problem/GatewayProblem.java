package ai.radium.gateway.problem;

import ai.radium.kit.problem.Problem;

/** What the gateway itself refuses. Codes are for ever; titles may change. */
public enum GatewayProblem implements Problem {
    INVALID_REQUEST(400, "The request is not valid"),
    CONTEXT_LENGTH_EXCEEDED(400, "The request does not fit into the model's context"),
    MISSING_API_KEY(401, "No API key given"),
    INVALID_API_KEY(401, "Incorrect API key"),
    INVALID_TOKEN(401, "The token is not valid"),
    ACCOUNT_SUSPENDED(402, "The account may not spend"),
    CREDITS_EXHAUSTED(402, "The account's credit does not cover this call"),
    SPENDING_LIMIT(402, "The month's spending limit does not cover this call"),
    FORBIDDEN(403, "Not permitted"),
    INSUFFICIENT_ROLE(403, "The role does not permit this"),
    INSUFFICIENT_SCOPE(403, "The API key's scopes do not permit this"),
    MODEL_NOT_ALLOWED(403, "The API key does not permit this model"),
    IP_NOT_ALLOWED(403, "The API key does not permit this address"),
    NOT_FOUND(404, "Not found"),
    MODEL_NOT_FOUND(404, "Model not found"),
    ACCOUNT_NOT_FOUND(404, "Account not found"),
    METHOD_NOT_ALLOWED(405, "This method is not offered here"),
    REQUEST_TIMEOUT(408, "The request did not arrive in time"),
    DEPLOYMENT_STOPPED(409, "The deployment is stopped"),
    PAYLOAD_TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The request line is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's type is not supported"),
    EXPECTATION_FAILED(417, "The expectation cannot be met"),
    RATE_LIMIT_EXCEEDED(429, "Too many requests"),
    CONCURRENCY_LIMIT_EXCEEDED(429, "Too many requests at once"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    INTERNAL_ERROR(500, "Something went wrong on our side"),
    BAD_GATEWAY(502, "A part behind the gateway answered wrongly"),
    SERVICE_UNAVAILABLE(503, "A part behind the gateway is not available"),
    MODEL_NOT_READY(503, "The model is not ready"),
    OVERLOADED(503, "No capacity at the moment"),
    TIMEOUT(504, "A part behind the gateway took too long"),
    HTTP_VERSION_NOT_SUPPORTED(505, "This HTTP version is not spoken here");

    private final int status;
    private final String title;

    GatewayProblem(int status, String title) {
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

    /** This refusal with words of its own. */
    public Refusal because(String detail) {
        return Refusal.of(this, detail);
    }
}
