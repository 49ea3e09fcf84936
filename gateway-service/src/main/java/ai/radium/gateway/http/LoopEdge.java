package ai.radium.gateway.http;

import ai.radium.gateway.body.BodyMemory;
import ai.radium.gateway.cors.Cors;
import ai.radium.gateway.identity.Authenticator;
import ai.radium.gateway.inference.LoopInference;
import ai.radium.gateway.limits.LoopLimits;
import ai.radium.gateway.problem.DialectRule;
import ai.radium.gateway.relay.Relay;
import io.netty.channel.EventLoop;

/** All that the connections of one event loop use. */
record LoopEdge(
        EventLoop loop,
        Connections connections,
        HttpStats httpStats,
        Authenticator authenticator,
        LoopLimits limits,
        LoopInference inference,
        Relay relay,
        DialectRule dialects,
        Cors cors,
        HttpBounds bounds,
        ConnectionCounts counts,
        BodyMemory bodyMemory) {}
