package ai.radium.gateway.relay;

import ai.radium.gateway.identity.InternalTokenSigner;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.kit.identity.Caller;
import io.netty.channel.EventLoop;

/** One event loop's way to one service. */
record Upstream(
        Service service,
        EventLoop loop,
        ServiceConnections connections,
        ServiceHealth health,
        InternalTokenSigner signer,
        RelayConfig config,
        RelayStats stats,
        GatewayTime time) {
    /** What proves the caller to the service. */
    String authorization(Caller caller) {
        return "Bearer " + signer.sign(caller, service.serviceName());
    }
}
