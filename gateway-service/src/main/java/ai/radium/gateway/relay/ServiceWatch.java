package ai.radium.gateway.relay;

import ai.radium.gateway.identity.InternalTokenSigner;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Asks each service again and again whether it lives, for whoever looks at the platform; no request depends on it. */
public final class ServiceWatch {
    private final Map<Service, Probe.Sign> signs = new ConcurrentHashMap<>();
    private final EventLoop loop;
    private final InternalTokenSigner signer;
    private final Duration patience;

    private ServiceWatch(EventLoop loop, InternalTokenSigner signer, Duration patience) {
        this.loop = loop;
        this.signer = signer;
        this.patience = patience;
    }

    /** @param every zero = never */
    public static ServiceWatch start(
            EventLoop loop,
            Class<? extends Channel> channelType,
            InternalTokenSigner signer,
            RelayConfig config,
            Duration every) {
        var watch = new ServiceWatch(loop, signer, config.probeTimeout());
        if (every.isPositive()) {
            config.services().forEach((service, address) -> {
                var connections = new ServiceConnections(loop, channelType, address, config);
                loop.scheduleWithFixedDelay(
                        () -> watch.ask(service, connections), 0, every.toMillis(), TimeUnit.MILLISECONDS);
            });
        }
        return watch;
    }

    private void ask(Service service, ServiceConnections connections) {
        String token = "Bearer " + signer.sign(ServiceHealth.GATEWAY, service.serviceName());
        new Probe(loop, connections, sign -> signs.put(service, sign)).start(token, patience);
    }

    /** Empty until it has answered, or has not in time. May be asked from any thread. */
    public Optional<Boolean> isUp(Service service) {
        return Optional.ofNullable(signs.get(service)).map(sign -> sign == Probe.Sign.LIVES);
    }
}
