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

/** One question whether a service lives, by a connection of its own. */
final class Probe implements ServiceReply {
    private static final String LIVE = "/q/health/live";

    private final EventLoop loop;
    private final ServiceConnections connections;
    private final Consumer<Sign> told;
    private State state = new Connecting();

    private sealed interface State {}

    private record Connecting() implements State {}

    private record Asked(ServiceConnection of) implements State {}

    private record Over() implements State {}

    /** What came of it. */
    enum Sign {
        LIVES,
        /** It is down: nobody waits for its answer, as each request hears so at once. */
        REFUSES,
        SILENT
    }

    /** @param told hears once */
    Probe(EventLoop loop, ServiceConnections connections, Consumer<Sign> told) {
        this.loop = loop;
        this.connections = connections;
        this.told = told;
    }

    void start(String authorization, Duration patience) {
        Future<?> timeout = loop.schedule(() -> end(Sign.SILENT), patience.toMillis(), TimeUnit.MILLISECONDS);
        connections.take(true, connection -> connected(connection, authorization, timeout));
    }

    private void connected(@Nullable ServiceConnection to, String authorization, Future<?> timeout) {
        if (to == null) {
            timeout.cancel(false);
            end(Sign.REFUSES);
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

    private void end(Sign sign) {
        State was = state;
        state = new Over();
        switch (was) {
            case Connecting ignored -> told.accept(sign);
            case Asked asked -> {
                asked.of().leave();
                asked.of().close();
                told.accept(sign);
            }
            case Over ignored -> {}
        }
    }

    @Override
    public void head(HttpResponse head) {
        end(Sign.LIVES);
    }

    @Override
    public void part(ByteBuf part, boolean last) {
        part.release();
    }

    @Override
    public void broke() {
        end(Sign.REFUSES);
    }

    @Override
    public void lost() {
        end(Sign.REFUSES);
    }

    @Override
    public void writable(boolean more) {
        // the question fits into any buffer
    }
}
