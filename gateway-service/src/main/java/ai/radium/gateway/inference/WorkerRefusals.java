package ai.radium.gateway.inference;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.worker.GrpcStatus;
import java.util.Locale;
import java.util.Set;

/** A worker's gRPC status as the client reads it. */
final class WorkerRefusals {
    /** Error events that tell of the request, not of the engine. */
    private static final Set<String> CALLERS_CODES = Set.of("invalid_request", "context_length_exceeded");

    private WorkerRefusals() {}

    static Refusal refusal(GrpcStatus status) {
        return switch (status.code()) {
            case GrpcStatus.INVALID_ARGUMENT -> invalid(status);
            case GrpcStatus.RESOURCE_EXHAUSTED ->
                GatewayProblem.OVERLOADED
                        .because("Every replica is busy and its queue is full")
                        .retryAfter(status.retryAfterSeconds());
            case GrpcStatus.UNAUTHENTICATED ->
                GatewayProblem.SERVICE_UNAVAILABLE.because("The replica does not accept this gateway");
            case GrpcStatus.DEADLINE_EXCEEDED -> GatewayProblem.TIMEOUT.because("The model took too long");
            case GrpcStatus.UNAVAILABLE ->
                GatewayProblem.MODEL_NOT_READY
                        .because("No replica of the model is ready")
                        .retryAfter(1);
            default -> GatewayProblem.BAD_GATEWAY.because("The model's worker answered wrongly");
        };
    }

    /**
     * An error event: of the caller where the engine found fault with the request (it names the field, or says so by its
     * code), else ours.
     */
    static Refusal refusal(String code, boolean retryable, String message, String param) {
        boolean callers = !retryable && (!param.isEmpty() || CALLERS_CODES.contains(code));
        GatewayProblem problem = callers
                ? GatewayProblem.INVALID_REQUEST
                : retryable ? GatewayProblem.SERVICE_UNAVAILABLE : GatewayProblem.INTERNAL_ERROR;
        Refusal refusal = problem.because(message.isEmpty() ? "The model's engine failed" : message);
        Refusal coded = code.isEmpty() ? refusal : refusal.coded(code.toUpperCase(Locale.ROOT));
        return callers && !param.isEmpty() ? coded.at(param) : coded;
    }

    static Refusal adapterIsAway(String model) {
        return GatewayProblem.MODEL_NOT_READY
                .because("The model " + model + " is being loaded")
                .retryAfter(1);
    }

    private static Refusal invalid(GrpcStatus status) {
        Refusal refusal = GatewayProblem.INVALID_REQUEST.because(status.message());
        String reason = status.reason();
        if (reason != null) {
            refusal = refusal.coded(reason.toUpperCase(Locale.ROOT));
        }
        String param = status.param();
        return param == null ? refusal : refusal.at(param);
    }
}
