package ai.radium.gateway.worker;

import ai.radium.contracts.worker.WorkerToken;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.kit.tracing.TraceHeaders;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.opentelemetry.api.trace.Span;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The workers as one event loop sees them: connections and calls in flight by address. Only for that loop. */
public final class Workers {
    private static final int CONNECT_MILLIS = 1_000;
    private static final byte[] NO_TRACE = {};

    /** A worker that failed is asked again after so long. */
    private static final long AVOID_NANOS = 1_000_000_000L;

    private final Map<String, Worker> byAddress = new HashMap<>();
    private final StreamCount streams = new StreamCount();
    private final Bootstrap bootstrap;
    private final String secret;
    private final GatewayTime time;

    /** @param secret of which workers' tokens are derived; empty = workers ask for none */
    public Workers(EventLoop loop, Class<? extends Channel> socket, String secret, GatewayTime time) {
        this.secret = secret;
        this.time = time;
        bootstrap = new Bootstrap()
                .group(loop)
                .channel(socket)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RCVBUF_ALLOCATOR, new OneBuffer())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
    }

    /** Calls in flight from this loop; large for a worker that failed a moment ago, so that others come first. */
    public int load(String address) {
        Worker worker = byAddress.get(address);
        if (worker == null) {
            return 0;
        }
        int open = 0;
        for (int i = 0; i < worker.connections.size(); i++) {
            open += worker.connections.get(i).open();
        }
        return worker.avoided() ? open + 1_000_000 : open;
    }

    /** Calls in flight from this loop to all workers. Safe for every thread, which may see a moment ago. */
    public int streams() {
        return streams.open();
    }

    /**
     * Begins a call; the message is released. While a connection is being opened the call waits in its buffer.
     *
     * @param span that the worker is told of; the invalid span = of none
     */
    public WorkerCall call(
            String address, String deploymentId, Rpc rpc, Span span, ByteBuf message, CallListener listener) {
        return worker(address, deploymentId).connection().call(rpc, trace(span), message, listener);
    }

    private static byte[] trace(Span span) {
        String traceparent = TraceHeaders.traceparent(span);
        return traceparent == null ? NO_TRACE : Frames.traceHeaders(traceparent, TraceHeaders.tracestate(span));
    }

    /** An address may be used again by another deployment's worker, which asks for another token. */
    private Worker worker(String address, String deploymentId) {
        Worker known = byAddress.get(address);
        if (known == null || !known.deploymentId.equals(deploymentId)) {
            known = new Worker(address, deploymentId);
            byAddress.put(address, known);
        }
        return known;
    }

    /** The worker failed a call by its own fault. */
    public void avoid(String address) {
        Worker worker = byAddress.get(address);
        if (worker != null) {
            worker.avoidUntil = time.nanos() + AVOID_NANOS;
        }
    }

    private final class Worker {
        private final String address;
        private final String deploymentId;
        private final String token;
        private final List<WorkerConnection> connections = new ArrayList<>();
        private long avoidUntil = time.nanos();

        Worker(String address, String deploymentId) {
            this.address = address;
            this.deploymentId = deploymentId;
            token = secret.isEmpty() ? "" : WorkerToken.of(secret, deploymentId);
        }

        boolean avoided() {
            return avoidUntil - time.nanos() > 0;
        }

        /** One for all calls, so that what comes at one moment comes in one read; more when the worker takes no more streams. */
        WorkerConnection connection() {
            WorkerConnection best = null;
            for (WorkerConnection connection : connections) {
                if (connection.hasRoom() && (best == null || connection.open() < best.open())) {
                    best = connection;
                }
            }
            return best == null ? connect() : best;
        }

        private WorkerConnection connect() {
            int colon = address.lastIndexOf(':');
            WorkerConnection[] self = new WorkerConnection[1];
            WorkerConnection connection =
                    new WorkerConnection(address, token, streams, () -> connections.remove(self[0]));
            self[0] = connection;
            connections.add(connection);
            ChannelFuture opening = bootstrap
                    .clone()
                    .handler(connection)
                    .connect(new InetSocketAddress(
                            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
            opening.addListener(done -> {
                if (!done.isSuccess()) {
                    avoidUntil = time.nanos() + AVOID_NANOS;
                    connection.closed();
                }
            });
            return connection;
        }
    }
}
