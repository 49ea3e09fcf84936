package ai.radium.worker.serving;

import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.request.RequestRules;
import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Every request message of the worker's service passes here first; what {@link RequestRules} refuse never reaches it. */
public final class Validation implements ServerInterceptor {
    @Override
    public <Q, T> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, T> call, Metadata headers, ServerCallHandler<Q, T> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean isRefused;

            @Override
            public void onMessage(Q message) {
                try {
                    RequestRules.check((Message) message);
                } catch (EngineRefusal e) {
                    isRefused = true;
                    Refusals.close(call, Refusals.invalid(e));
                    return;
                }
                super.onMessage(message);
            }

            @Override
            public void onHalfClose() {
                if (!isRefused) {
                    super.onHalfClose();
                }
            }
        };
    }
}
