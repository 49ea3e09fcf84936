package ai.radium.gateway.http;

import ai.radium.gateway.identity.Permission;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What a request is for. Its calls come in the order in which they stand here. */
sealed interface Work permits InferenceWork, RelayWork, PlainWork {
    /** Why its head alone is refused, or null. */
    @Nullable
    Refusal refusal(HttpRequest request);

    Permission permission();

    /** The caller is known, and its account answers for the body's memory. Why that is refused, or null. */
    @Nullable
    Refusal callerIs(Principal caller);

    /** A part of the body, taken over; the first may come before the caller is known. Why it is refused, or null. */
    @Nullable
    Refusal body(ByteBuf part, boolean last);

    /** The body is whole, and the caller's limits have room. */
    void admitted(Principal caller);

    /** The client takes more, or no more for now. */
    void clientWritable(boolean more);

    /** Lets go of what is still held of the body. May be called more than once. */
    void release();
}
