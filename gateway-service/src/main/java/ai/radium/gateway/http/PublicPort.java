package ai.radium.gateway.http;

import ai.radium.gateway.body.BodyMemory;
import ai.radium.gateway.cors.Cors;
import ai.radium.gateway.docs.Docs;
import ai.radium.gateway.funds.Funds;
import ai.radium.gateway.idempotency.Idempotency;
import ai.radium.gateway.identity.Authenticator;
import ai.radium.gateway.identity.InternalTokenSigner;
import ai.radium.gateway.inference.InferenceBounds;
import ai.radium.gateway.inference.InferenceStats;
import ai.radium.gateway.inference.LoopInference;
import ai.radium.gateway.limits.Limits;
import ai.radium.gateway.problem.ClientHints;
import ai.radium.gateway.relay.Relay;
import ai.radium.gateway.relay.RelayConfig;
import ai.radium.gateway.relay.RelayStats;
import ai.radium.gateway.routes.Routes;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.gateway.usage.Spool;
import ai.radium.gateway.worker.Workers;
import ai.radium.kit.tracing.Tracing;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** The data plane: listeners, loops, and what each loop uses. */
public final class PublicPort {
    private final BodyMemory bodyMemory;
    private final ConnectionCounts counts;
    private final Listeners listeners;

    /** What all loops share; each of these is safe for that. */
    public record Parts(
            Authenticator authenticator,
            Limits limits,
            Idempotency idempotency,
            Routes routes,
            Funds funds,
            Spool spool,
            InternalTokenSigner signer,
            RelayConfig relay,
            Set<String> raghimHosts,
            Cors cors,
            HttpBounds http,
            InferenceBounds inference,
            String workerSecret,
            Tracing tracing,
            Docs docs,
            Supplier<String> status,
            GatewayTime time) {}

    public PublicPort(Transport transport, Parts parts) {
        bodyMemory = new BodyMemory(parts.http().bodyMemory());
        counts = new ConnectionCounts(parts.http().connections(), parts.http().connectionsOfAddress());
        ClientHints hints = new ClientHints(parts.raghimHosts());
        SaidByGateway gateway = new SaidByGateway(parts.docs(), parts.status());
        listeners = new Listeners(transport, parts.time(), loop -> ofLoop(loop, transport, parts, gateway, hints));
    }

    private LoopParts ofLoop(
            EventLoop loop, Transport transport, Parts parts, SaidByGateway gateway, ClientHints hints) {
        return new LoopParts(
                loop,
                new Connections(loop, parts.time()),
                new HttpStats(),
                parts.authenticator(),
                parts.limits().on(loop),
                new LoopInference(
                        loop,
                        parts.routes(),
                        parts.funds(),
                        parts.spool().writer(),
                        new Workers(loop, transport.client(), parts.workerSecret(), parts.time()),
                        parts.tracing(),
                        parts.inference(),
                        parts.time()),
                parts.idempotency(),
                parts.routes(),
                new Relay(loop, transport.client(), parts.signer(), parts.relay(), parts.time()),
                gateway,
                new ServerSpans(parts.tracing()),
                hints,
                parts.cors(),
                parts.http(),
                counts,
                bodyMemory,
                parts.time());
    }

    /** @throws IllegalStateException naming the port when it is taken */
    public void listen(String host, int port) {
        listeners.listen(host, port);
    }

    /** The ports listened on. */
    public List<Integer> ports() {
        return listeners.ports();
    }

    /** What each loop did, for the metrics. */
    public List<LoopStats> stats() {
        return StreamSupport.stream(listeners.loops().spliterator(), false)
                .map(loop -> new LoopStats(
                        loop.inference().stats(), loop.httpStats(), loop.relay().stats()))
                .toList();
    }

    /** What one loop did. */
    public record LoopStats(InferenceStats inference, HttpStats http, RelayStats relay) {}

    /** Clients' connections that are open at the moment. */
    public int connections() {
        return counts.open();
    }

    public BodyMemory bodyMemory() {
        return bodyMemory;
    }

    /** Whether every loop still takes its turns. */
    public boolean isLive() {
        return listeners.isLive();
    }

    /** Takes no more connections; replies that do not end in time are ended, and their clients told so. */
    public void drain(Duration patience) {
        listeners.drain(patience);
    }
}
