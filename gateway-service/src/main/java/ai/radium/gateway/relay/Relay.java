package ai.radium.gateway.relay;

import ai.radium.gateway.identity.InternalTokenSigner;
import ai.radium.gateway.time.GatewayTime;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.EnumMap;
import java.util.Map;

/** Relays management requests of one event loop. To be used on that loop only. */
public final class Relay {
    private final Map<Service, Upstream> services = new EnumMap<>(Service.class);
    private final RelayStats stats = new RelayStats();

    /** @param channelType of client sockets on this kind of loop */
    public Relay(
            EventLoop loop,
            Class<? extends Channel> channelType,
            InternalTokenSigner signer,
            RelayConfig config,
            GatewayTime time) {
        config.services().forEach((service, address) -> {
            var connections = new ServiceConnections(loop, channelType, address, config);
            var health = new ServiceHealth(service, loop, connections, signer, config.probeTimeout());
            services.put(service, new Upstream(service, loop, connections, health, signer, config, stats, time));
        });
    }

    /** The body follows by {@link RelayedExchange#body}, its end included. */
    public RelayedExchange begin(RelayedRequest request, ClientReply client) {
        Upstream upstream = services.get(request.service());
        if (upstream == null) {
            throw new IllegalArgumentException(
                    "no address of " + request.service().serviceName());
        }
        var exchange = new RelayedExchange(upstream, request, client);
        exchange.begin();
        return exchange;
    }

    public RelayStats stats() {
        return stats;
    }
}
