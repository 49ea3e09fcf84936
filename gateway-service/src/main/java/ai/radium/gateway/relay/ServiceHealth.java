package ai.radium.gateway.relay;

import ai.radium.gateway.problem.Refusal;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a service answers at all, as one loop knows it. A request that waits for long makes it ask the service's own
 * health; while that is not answered, nobody waits for the service.
 */
final class ServiceHealth {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceHealth.class);
    private static final String LIVE = "/q/health/live";
    private static final long BETWEEN_PROBES_MILLIS = 1_000;
    private static final Caller GATEWAY = new Caller("", "gateway", Role.GATEWAY, Set.of(), null);

    private final Set<RelayedExchange> doubting = new HashSet<>();
    private final Relay relay;
    private final Service service;
    private boolean asking;
    private boolean hung;

    ServiceHealth(Relay relay, Service service) {
        this.relay = relay;
        this.service = service;
    }

    boolean isHung() {
        return hung;
    }

    /** The exchange has waited for long; it is told if the service turns out to hang. */
    void doubt(RelayedExchange exchange) {
        doubting.add(exchange);
        ask();
    }

    void forget(RelayedExchange exchange) {
        doubting.remove(exchange);
    }

    private void ask() {
        if (!asking) {
            asking = true;
            new Probe().start();
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
        List<RelayedExchange> told = new ArrayList<>(doubting);
        doubting.clear();
        if (!lives) {
            told.forEach(RelayedExchange::serviceHangs);
            relay.loop().schedule(this::ask, BETWEEN_PROBES_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** One question, by a connection of its own. Any reply is a sign of life: whether it is ready is not asked. */
    private final class Probe implements ClientReply {
        private @Nullable RelayedExchange exchange;
        private @Nullable Future<?> timeout;
        private boolean over;

        void start() {
            RelayedExchange begun = new RelayedExchange(
                    relay,
                    new RelayedRequest(service, HttpMethod.GET, LIVE, new DefaultHttpHeaders(), 0, GATEWAY, "health"),
                    this);
            exchange = begun;
            timeout = relay.loop()
                    .schedule(() -> end(false), relay.config().probeTimeout().toMillis(), TimeUnit.MILLISECONDS);
            begun.connect(true);
            begun.body(LastHttpContent.EMPTY_LAST_CONTENT);
        }

        private void end(boolean lives) {
            if (over) {
                return;
            }
            over = true;
            if (timeout != null) {
                timeout.cancel(false);
            }
            if (exchange != null) {
                exchange.clientGone();
            }
            answered(lives);
        }

        @Override
        public void head(HttpResponseStatus status, HttpHeaders headers, long length) {
            end(true);
        }

        @Override
        public void content(ByteBuf part) {
            part.release();
        }

        @Override
        public void end() {
            end(true);
        }

        /** Of a service that is down nobody waits for an answer either way: each request hears so at once. */
        @Override
        public void refuse(Refusal why) {
            end(true);
        }

        @Override
        public void abort() {
            end(true);
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void acceptBody(boolean more) {
            // there is no body
        }
    }
}
