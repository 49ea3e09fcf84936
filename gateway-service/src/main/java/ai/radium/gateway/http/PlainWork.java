package ai.radium.gateway.http;

import ai.radium.gateway.identity.Permission;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** A path or a method that is not there: refused by its head alone. */
record PlainWork(Refusal why) implements Work {
    static PlainWork nowhere(String uri) {
        int query = uri.indexOf('?');
        return new PlainWork(
                GatewayProblem.NOT_FOUND.because("There is nothing at " + (query < 0 ? uri : uri.substring(0, query))));
    }

    @Override
    public Refusal refusal(HttpRequest request) {
        return why;
    }

    @Override
    public Permission permission() {
        return Permission.BROWSE;
    }

    @Override
    public @Nullable Refusal callerIs(Principal caller) {
        return why;
    }

    @Override
    public @Nullable Refusal body(ByteBuf part, boolean last) {
        part.release();
        return null;
    }

    @Override
    public void admitted(Principal caller) {
        throw new IllegalStateException("refused before");
    }

    @Override
    public void clientWritable(boolean more) {
        // nothing is being written
    }

    @Override
    public void release() {
        // nothing is held
    }
}
