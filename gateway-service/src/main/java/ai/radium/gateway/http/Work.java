package ai.radium.gateway.http;

import ai.radium.gateway.identity.Permission;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.problem.Refusal;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What a request is for, once its caller is admitted. */
sealed interface Work permits InferenceWork, RelayWork, PlainWork {
    /** Why its head alone is refused, or null. */
    @Nullable
    Refusal refusal(HttpRequest request);

    Permission permission();

    /** The caller may. */
    void admitted(Principal caller);

    /** A part of the body, taken over; it may come before the caller is admitted. Why it is refused, or null. */
    @Nullable
    Refusal body(HttpContent part, boolean last);

    /** The client takes more, or no more for now. */
    void clientWritable(boolean more);

    /** Lets go of what is still held of the body. May be called more than once. */
    void release();
}
