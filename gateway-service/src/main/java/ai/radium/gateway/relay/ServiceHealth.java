package ai.radium.gateway.relay;

import ai.radium.gateway.identity.InternalTokenSigner;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a service answers at all, as one loop knows it. A request that waits for long makes it ask the service's own
 * health; while that is not answered, nobody waits for the service.
 */
final class ServiceHealth {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceHealth.class);
    private static final long BETWEEN_PROBES_MILLIS = 1_000;
    static final Caller GATEWAY = new Caller("", "gateway", Role.GATEWAY, Set.of(), null);

    private final Set<Runnable> doubting = new LinkedHashSet<>();
    private final Service service;
    private final EventLoop loop;
    private final ServiceConnections connections;
    private final InternalTokenSigner signer;
    private final Duration patience;
    private boolean asking;
    private boolean hung;

    /** @param patience with the answer of a service that is asked whether it lives */
    ServiceHealth(
            Service service,
            EventLoop loop,
            ServiceConnections connections,
            InternalTokenSigner signer,
            Duration patience) {
        this.service = service;
        this.loop = loop;
        this.connections = connections;
        this.signer = signer;
        this.patience = patience;
    }

    boolean isHung() {
        return hung;
    }

    /** A request has waited for long: {@code told} runs if the service turns out to hang. */
    void doubt(Runnable told) {
        doubting.add(told);
        ask();
    }

    void forget(Runnable told) {
        doubting.remove(told);
    }

    private void ask() {
        if (!asking) {
            asking = true;
            String token = "Bearer " + signer.sign(GATEWAY, service.serviceName());
            new Probe(loop, connections, sign -> answered(sign != Probe.Sign.SILENT)).start(token, patience);
        }
    }

    private void answered(boolean lives) {
        asking = false;
        if (hung == lives) {
            hung = !lives;
            if (lives) {
                LOG.atInfo().addKeyValue("service", service.serviceName()).log("the service answers again");
            } else {
                LOG.atWarn().addKeyValue("service", service.serviceName()).log("the service does not answer");
            }
        }
        List<Runnable> told = new ArrayList<>(doubting);
        doubting.clear();
        if (!lives) {
            told.forEach(Runnable::run);
            loop.schedule(this::ask, BETWEEN_PROBES_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
