package ai.radium.gateway.worker;

import org.jspecify.annotations.Nullable;

/**
 * A gRPC status with the worker's own trailers.
 *
 * @param code as in the gRPC specification, "Status codes"
 * @param param the field at fault, of INVALID_ARGUMENT
 * @param reason our code, of INVALID_ARGUMENT
 * @param retryAfterSeconds of RESOURCE_EXHAUSTED; 0 = none given
 */
public record GrpcStatus(
        int code,
        String message,
        @Nullable String param,
        @Nullable String reason,
        int retryAfterSeconds) {
    public static final int OK = 0;
    public static final int INVALID_ARGUMENT = 3;
    public static final int DEADLINE_EXCEEDED = 4;
    public static final int RESOURCE_EXHAUSTED = 8;
    public static final int INTERNAL = 13;
    public static final int UNAVAILABLE = 14;
    public static final int UNAUTHENTICATED = 16;
}
