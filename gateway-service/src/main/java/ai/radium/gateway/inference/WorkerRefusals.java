package ai.radium.gateway.inference;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.worker.GrpcStatus;
import java.util.Locale;

/** A worker's gRPC status as the client reads it. */
final class WorkerRefusals {
    private WorkerRefusals() {}

    static Refusal refusal(GrpcStatus status) {
        return switch (status.code()) {
            case GrpcStatus.INVALID_ARGUMENT -> invalid(status);
            case GrpcStatus.RESOURCE_EXHAUSTED ->
                GatewayProblem.OVERLOADED
                        .because("Every replica is busy and its queue is full")
                        .retryAfter(status.retryAfterSeconds());
            case GrpcStatus.DEADLINE_EXCEEDED -> GatewayProblem.TIMEOUT.because("The model took too long");
            case GrpcStatus.UNAVAILABLE ->
                GatewayProblem.MODEL_NOT_READY
                        .because("No replica of the model is ready")
                        .retryAfter(1);
            default -> GatewayProblem.BAD_GATEWAY.because("The model's worker answered wrongly");
        };
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
