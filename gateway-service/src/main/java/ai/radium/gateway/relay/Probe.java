package ai.radium.gateway.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question whether a service lives, by a connection of its own. Any answer is a sign of life, a refused connection too:
 * of a service that is down nobody waits for an answer, as each request hears so at once.
 */
final class Probe implements ServiceReply {
    private static final String LIVE = "/q/health/live";

    private final EventLoop loop;
    private final ServiceConnections connections;
    private final Consumer<Boolean> lives;
    private State state = new Connecting();

    private sealed interface State {}

    private record Connecting() implements State {}

    private record Asked(ServiceConnection of) implements State {}

    private record Over() implements State {}

    /** @param lives is told once */
    Probe(EventLoop loop, ServiceConnections connections, Consumer<Boolean> lives) {
        this.loop = loop;
        this.connections = connections;
        this.lives = lives;
    }

    void start(String authorization, Duration patience) {
        Future<?> timeout = loop.schedule(() -> end(false), patience.toMillis(), TimeUnit.MILLISECONDS);
        connections.take(true, connection -> connected(connection, authorization, timeout));
    }

    private void connected(@Nullable ServiceConnection to, String authorization, Future<?> timeout) {
        if (to == null) {
            timeout.cancel(false);
            end(true);
        } else if (state instanceof Over) {
            to.close();
        } else {
            state = new Asked(to);
            to.use(this);
            var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, LIVE);
            request.headers()
                    .set(HttpHeaderNames.HOST, connections.authority())
                    .set(HttpHeaderNames.AUTHORIZATION, authorization);
            to.send(request);
        }
    }

    private void end(boolean answer) {
        State was = state;
        state = new Over();
        switch (was) {
            case Connecting ignored -> lives.accept(answer);
            case Asked asked -> {
                asked.of().leave();
                asked.of().close();
                lives.accept(answer);
            }
            case Over ignored -> {}
        }
    }

    @Override
    public void head(HttpResponse head) {
        end(true);
    }

    @Override
    public void part(ByteBuf part, boolean last) {
        part.release();
    }

    @Override
    public void broke() {
        end(true);
    }

    @Override
    public void lost() {
        end(true);
    }

    @Override
    public void writable(boolean more) {
        // the question fits into any buffer
    }
}
