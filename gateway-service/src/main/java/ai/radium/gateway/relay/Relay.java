package ai.radium.gateway.relay;

import ai.radium.gateway.identity.InternalTokenSigner;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Relays management requests of one event loop. To be used on that loop only. */
public final class Relay {
    private final Map<Service, ServiceConnections> services = new EnumMap<>(Service.class);
    private final Map<Service, ServiceHealth> health = new EnumMap<>(Service.class);
    private final RelayStats stats = new RelayStats();
    private final EventLoop loop;
    private final InternalTokenSigner signer;
    private final RelayConfig config;

    /** @param channelType of client sockets on this kind of loop */
    public Relay(EventLoop loop, Class<? extends Channel> channelType, InternalTokenSigner signer, RelayConfig config) {
        this.loop = loop;
        this.signer = signer;
        this.config = config;
        config.services().forEach((service, address) -> {
            services.put(service, new ServiceConnections(loop, channelType, address, config));
            health.put(service, new ServiceHealth(this, service));
        });
    }

    /** The body follows by {@link RelayedExchange#body}, its end included. */
    public RelayedExchange begin(RelayedRequest request, ClientReply client) {
        var exchange = new RelayedExchange(this, request, client);
        exchange.begin();
        return exchange;
    }

    public RelayStats stats() {
        return stats;
    }

    ServiceHealth health(Service service) {
        return Objects.requireNonNull(health.get(service));
    }

    ServiceConnections connections(Service service) {
        ServiceConnections connections = services.get(service);
        if (connections == null) {
            throw new IllegalArgumentException("no address of " + service.serviceName());
        }
        return connections;
    }

    EventLoop loop() {
        return loop;
    }

    RelayConfig config() {
        return config;
    }

    String authorization(RelayedRequest request) {
        return "Bearer " + signer.sign(request.caller(), request.service().serviceName());
    }
}
