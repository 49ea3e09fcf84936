package ai.radium.gateway.inference;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;

/** A body that is not taken, and why. Without a stack trace: it is the caller's fault, and thrown as often as callers like. */
final class RefusedBody extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    private RefusedBody(Refusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    /** @param field at fault, for example {@code stream_options.include_usage} */
    static RefusedBody at(String field, String detail) {
        return new RefusedBody(GatewayProblem.INVALID_REQUEST.because(detail).at(field));
    }

    static RefusedBody unsupported(String field) {
        return at(field, field + " is not supported here");
    }

    static RefusedBody elsewhere(String field) {
        return at(field, field + " is not a parameter of this endpoint");
    }

    static RefusedBody twice(String field) {
        return at(field, field + " is given twice");
    }

    /** The same of an inner object's field, told by where that object stands. */
    RefusedBody within(String place) {
        return at(place + "." + refusal.param(), place + "." + refusal.detail());
    }

    static RefusedBody of(JsonFailure broken) {
        return new RefusedBody(
                GatewayProblem.INVALID_REQUEST.because("The body is not valid JSON: " + broken.getMessage()));
    }

    Refusal refusal() {
        return refusal;
    }
}
