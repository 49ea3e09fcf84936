package ai.radium.gateway.relay;

import io.netty.handler.codec.http.HttpContent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** How far a relayed request has come, with what it holds by then. */
sealed interface RelayState {
    /** The connection that is used; null = none. */
    @Nullable
    ServiceConnection service();

    /** Nothing is held. */
    enum Plain implements RelayState {
        NEW,
        OVER;

        @Override
        public @Nullable ServiceConnection service() {
            return null;
        }
    }

    /** A connection is awaited; what comes of the request's body meanwhile waits too. */
    record Connecting(ArrayDeque<HttpContent> early) implements RelayState {
        @Override
        public @Nullable ServiceConnection service() {
            return null;
        }
    }

    /**
     * The request is being sent, or its reply awaited.
     *
     * @param reused whether the connection served another request before, so that the service may have closed it since
     */
    record Asking(ServiceConnection service, boolean reused, boolean bodySent) implements RelayState {}

    /** The client is told the reply as it comes. */
    record Replying(ServiceConnection service, boolean reusable) implements RelayState {}

    /** The reply is an error, which is collected first. */
    record Failing(ServiceConnection service, boolean reusable, ErrorReply error) implements RelayState {}
}
