package ai.radium.worker.serving;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.services.HealthStatusManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Lets only those call who show the worker's token, whatever they call: the protocol, or the reflection of it. Health is for
 * everybody, for a kubelet asks without one.
 */
public final class CallerToken implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final String HEALTH = new HealthStatusManager()
            .getHealthService()
            .bindService()
            .getServiceDescriptor()
            .getName();

    private final byte[] wanted;

    public CallerToken(String token) {
        this.wanted = bytes("Bearer " + token);
    }

    @Override
    public <Q, T> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, T> call, Metadata headers, ServerCallHandler<Q, T> next) {
        String shown = headers.get(AUTHORIZATION);
        if (HEALTH.equals(call.getMethodDescriptor().getServiceName())
                || (shown != null && MessageDigest.isEqual(wanted, bytes(shown)))) {
            return next.startCall(call, headers);
        }
        call.close(
                Status.UNAUTHENTICATED.withDescription("this worker wants its token as authorization: Bearer"),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
