package ai.radium.gateway.http;

import ai.radium.gateway.body.BodyMemory;
import ai.radium.gateway.body.GatheredBody;
import ai.radium.gateway.cors.Cors;
import ai.radium.gateway.endpoints.BodyLimit;
import ai.radium.gateway.idempotency.Idempotency;
import ai.radium.gateway.identity.Authenticator;
import ai.radium.gateway.inference.LoopInference;
import ai.radium.gateway.limits.LoopLimits;
import ai.radium.gateway.problem.ClientHints;
import ai.radium.gateway.relay.Relay;
import ai.radium.gateway.routes.Routes;
import ai.radium.gateway.time.GatewayTime;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;

/** All that the connections of one event loop use. */
record LoopParts(
        EventLoop loop,
        Connections connections,
        HttpStats httpStats,
        Authenticator authenticator,
        LoopLimits limits,
        LoopInference inference,
        Idempotency idempotency,
        Routes routes,
        Relay relay,
        SaidByGateway gateway,
        ServerSpans spans,
        ClientHints hints,
        Cors cors,
        HttpBounds bounds,
        ConnectionCounts counts,
        BodyMemory bodyMemory,
        GatewayTime time) {
    /** A request's body within its bound. */
    GatheredBody body(BodyLimit limit, ByteBufAllocator allocator) {
        long most = switch (limit) {
            case INFERENCE -> bounds.inferenceBody();
            case MANAGEMENT -> bounds.managementBody();
            case UPLOAD -> bounds.uploadBody();
        };
        return new GatheredBody(bodyMemory, allocator, most);
    }
}
