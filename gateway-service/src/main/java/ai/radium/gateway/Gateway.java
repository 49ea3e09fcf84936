package ai.radium.gateway;

import ai.radium.contracts.Topic;
import ai.radium.gateway.docs.Docs;
import ai.radium.gateway.feed.TopicFeed;
import ai.radium.gateway.funds.Funds;
import ai.radium.gateway.http.PublicPort;
import ai.radium.gateway.http.Transport;
import ai.radium.gateway.idempotency.Idempotency;
import ai.radium.gateway.identity.Identity;
import ai.radium.gateway.identity.InternalTokenSigner;
import ai.radium.gateway.identity.SigningKey;
import ai.radium.gateway.limits.Limits;
import ai.radium.gateway.management.GatewayMetrics;
import ai.radium.gateway.management.ManagementServer;
import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.relay.Service;
import ai.radium.gateway.relay.ServiceWatch;
import ai.radium.gateway.routes.RouteFile;
import ai.radium.gateway.routes.Routes;
import ai.radium.gateway.status.Status;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.gateway.usage.Spool;
import ai.radium.gateway.usage.UsagePublisher;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.tracing.Tracing;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway: the ports open first, every other process is connected in the background. */
final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Duration drain;
    private final PublicPort port;
    private final GatewayMetrics metrics;
    private final ManagementServer management;
    private final List<AutoCloseable> background;
    private volatile boolean stopping;

    Gateway(GatewayConfig config, GatewayTime time) throws IOException {
        Files.createDirectories(config.home());
        InstantSource clock = time.clock();
        InternalTokenSigner signer = new InternalTokenSigner(signingKey(config), clock);
        Routes routes = new Routes();
        RouteFile routeFile = new RouteFile(config.home(), routes, time);
        Tracing tracing = Tracing.of(
                config.tracing(), why -> LOG.atWarn().addKeyValue("cause", why).log("spans are dropped"));
        Spool spool = new Spool(config.home().resolve("spool"), config.spoolBytes(), time);
        Transport transport = Transport.of(config.loops());
        String name = name();
        RedisConnection redis = new RedisConnection(config.redis(), transport.group());
        Limits limits = new Limits(redis, name, config.redisPatience(), time);
        Funds funds = new Funds(redis, name, config.funds(), time);
        Idempotency idempotency = new Idempotency(redis, config.idempotency());
        Identity identity = new Identity(config.identity(), signer, clock);
        Map<Topic, TopicFeed.Listener> listeners = new HashMap<>(identity.listeners());
        listeners.putAll(routes.listeners());
        funds.listeners().forEach((topic, more) -> listeners.merge(topic, more, Gateway::both));
        TopicFeed feed = new TopicFeed(config.kafka(), listeners, time);
        ServiceWatch services = ServiceWatch.start(
                transport.group().next(), transport.client(), signer, config.relay(), config.status());
        Status status = new Status(parts(services, limits, feed, routes), clock);
        port = new PublicPort(
                transport,
                new PublicPort.Parts(
                        identity.authenticator(),
                        limits,
                        idempotency,
                        routes,
                        funds,
                        spool,
                        signer,
                        config.relay(),
                        config.raghimHosts(),
                        config.cors(),
                        config.http(),
                        config.inference(),
                        config.workerSecret(),
                        tracing,
                        new Docs(),
                        status::json,
                        time));
        config.ports().forEach(number -> port.listen(config.host(), number));
        drain = config.drain();
        if (config.status().isPositive()) {
            transport
                    .group()
                    .next()
                    .scheduleWithFixedDelay(status::look, 0, config.status().toMillis(), TimeUnit.MILLISECONDS);
        }
        Instant readyWithoutTopics = clock.instant().plus(config.catchUp());
        UsagePublisher publisher = new UsagePublisher(spool, name, config.kafka(), time);
        background = List.of(publisher, feed, routeFile, identity, funds, redis, spool, tracing);
        metrics = new GatewayMetrics(port, limits, funds.stats(), idempotency.stats(), identity::stats, tracing);
        management = new ManagementServer(
                config.managementPort(),
                () -> port.isLive() && feed.isLive() && publisher.isLive() && spool.isLive(),
                () -> !stopping
                        && limits.isReady()
                        && (feed.hasCaughtUp() || !clock.instant().isBefore(readyWithoutTopics)),
                metrics::text,
                signer.jwks());
        LOG.atInfo().addKeyValue("ports", port.ports().toString()).log("the gateway listens");
    }

    List<Integer> ports() {
        return port.ports();
    }

    private static TopicFeed.Listener both(TopicFeed.Listener one, TopicFeed.Listener other) {
        return (key, event) -> {
            one.on(key, event);
            other.on(key, event);
        };
    }

    /** What {@code /status} tells of: names that customers may read. */
    private static Map<String, Supplier<Optional<Boolean>>> parts(
            ServiceWatch services, Limits limits, TopicFeed feed, Routes routes) {
        Map<String, Supplier<Optional<Boolean>>> parts = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            parts.put(service.serviceName(), () -> services.isUp(service));
        }
        parts.put("redis", limits::isRedisUp);
        parts.put("kafka", () -> Optional.of(feed.isConnected()));
        parts.put("workers", routes::hasReplicas);
        return parts;
    }

    /** As on the management port. */
    String metrics() {
        return metrics.text();
    }

    /** Of this process, unlike every other's before and after. */
    private static String name() {
        return "gateway-" + Ids.ulid().toLowerCase(Locale.ROOT);
    }

    /** Without a configured key the services behind the gateway must read this process's JWKS: a trial on one machine. */
    private static ECKey signingKey(GatewayConfig config) throws IOException {
        if (config.signingKey().isPresent()) {
            return SigningKey.read(config.signingKey().get());
        }
        LOG.warn("RADIUM_INTERNAL_SIGNING_KEY is not set: internal tokens are signed with a key of this process alone");
        try {
            return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        LOG.atInfo().addKeyValue("seconds", drain.toSeconds()).log("the gateway stops: open answers may end");
        port.drain(drain);
        for (AutoCloseable part : background) {
            try {
                part.close();
            } catch (Exception e) { // the end of the process: each part gets its chance
                LOG.atWarn().addKeyValue("cause", e.toString()).log("a part did not close");
            }
        }
        management.close();
    }
}
