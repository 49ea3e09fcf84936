package ai.radium.worker;

import ai.radium.kit.tracing.Tracing;
import ai.radium.worker.adapter.Adapters;
import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.log.LogField;
import ai.radium.worker.log.UsageLog;
import ai.radium.worker.management.Management;
import ai.radium.worker.metrics.WorkerMetrics;
import ai.radium.worker.serving.BodyLimits;
import ai.radium.worker.serving.CallerToken;
import ai.radium.worker.serving.Replica;
import ai.radium.worker.serving.RequestMemory;
import ai.radium.worker.serving.Validation;
import ai.radium.worker.serving.WorkSpans;
import ai.radium.worker.serving.WorkerService;
import ai.radium.worker.tls.ServerTls;
import ai.radium.worker.tls.TlsFiles;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One replica, running: the engine, the protocol server and the management server. */
final class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class.getName());

    private static final Duration HEALTH_INTERVAL = Duration.ofMillis(100);

    private final Engine engine;
    private final Adapters adapters;
    private final OwnAdapter own;
    private final UsageLog usageLog;
    private final Tracing tracing;
    private final WorkSpans spans;
    private final WorkerService service;
    private final HealthStatusManager health = new HealthStatusManager();
    private final EventLoopGroup eventLoop = new NioEventLoopGroup(1);
    private final Optional<ServerTls> tls;
    private final Server server;
    private final Management management;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("health").daemon().factory());
    private final ScheduledFuture<?> healthTicks;

    Worker(WorkerConfig config, Engine engine) throws IOException {
        this(config, engine, OwnAdapter.NONE);
    }

    Worker(WorkerConfig config, Engine engine, OwnAdapter own) throws IOException {
        WorkerMetrics metrics = new WorkerMetrics();
        this.engine = engine;
        this.own = own;
        this.adapters = new Adapters(engine, Path.of(System.getProperty("java.io.tmpdir")));
        this.usageLog = UsageLog.open(config.usageLog());
        this.tracing = Tracing.of(
                config.tracing(),
                why -> LOG.log(Level.WARNING, "spans are dropped", new Object[] {LogField.of("cause", why)}));
        this.spans = new WorkSpans(tracing);
        metrics.gauge("radium_worker_dropped_spans_total", "Spans that no collector took", tracing::dropped);
        this.service = new WorkerService(
                new Replica(
                        engine, config.modelId(), config.slots(), config.queue(), config.context(), config.embeds()),
                adapters,
                new RequestMemory(config.requestMemory()),
                usageLog,
                metrics,
                spans);
        BodyLimits bodies = bodies(config);
        metrics.gauge("radium_worker_large_request_bytes", "Memory that large requests hold", bodies::held);
        this.tls = ServerTls.open(config.tls());
        this.server = server(config, bodies).start();
        this.management = new Management(
                new InetSocketAddress(config.host(), config.managementPort()),
                () -> unreadiness().map(this::told),
                metrics::text);
        this.healthTicks =
                clock.scheduleWithFixedDelay(this::tellHealth, 0, HEALTH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        LOG.log(Level.INFO, "worker listens", new Object[] {
            LogField.of("model", config.modelId()),
            LogField.of("port", port()),
            LogField.of("tls", tls.isPresent()),
            LogField.of("managementPort", managementPort())
        });
    }

    private Server server(WorkerConfig config, BodyLimits bodies) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .channelType(NioServerSocketChannel.class)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .maxInboundMessageSize(BodyLimits.LARGEST)
                .addStreamTracerFactory(bodies)
                .intercept(bodies)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(ServerInterceptors.intercept(service, new Validation()))
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        if (tracing.isOn()) {
            builder.intercept(spans);
        }
        // The last interceptor is the first to see a call.
        config.access().token().ifPresentOrElse(token -> builder.intercept(new CallerToken(token)), () -> warn(config));
        tls.ifPresent(secured -> builder.sslContext(secured.context()));
        return builder.build();
    }

    private static void warn(WorkerConfig config) {
        boolean knowsCallers = config.tls().flatMap(TlsFiles::clientAuthorities).isPresent();
        if (!knowsCallers) {
            LOG.log(Level.WARNING, "every process of this machine can call this worker: set RADIUM_WORKER_TOKEN_FILE");
        }
    }

    private static BodyLimits bodies(WorkerConfig config) {
        return config.embeds() || config.context() == 0
                ? BodyLimits.ofAnything(config.arrivingBodies())
                : BodyLimits.ofPrompts(config.context(), config.arrivingBodies());
    }

    int port() {
        return server.getPort();
    }

    int managementPort() {
        return management.port();
    }

    /** Takes no more work, waits for what there is, ends the rest with an error, and stops all. */
    void drainAndStop(Duration wait) throws InterruptedException {
        int left = service.drain(wait);
        LOG.log(Level.INFO, "worker stops", LogField.of("cutShort", left));
        stop();
    }

    void stop() throws InterruptedException {
        service.evict();
        flushUsage();
        healthTicks.cancel(false);
        clock.shutdown();
        health.enterTerminalState();
        server.shutdown();
        if (!server.awaitTermination(1, TimeUnit.SECONDS)) {
            server.shutdownNow();
        }
        tls.ifPresent(ServerTls::close);
        management.close();
        engine.close();
        adapters.close();
        tracing.close();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(2, TimeUnit.SECONDS);
        try {
            usageLog.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "usage log not closed", e);
        }
    }

    /** Before what takes its time to stop, for the process may be killed meanwhile. */
    private void flushUsage() {
        try {
            usageLog.flush();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "usage log not on the disk", e);
        }
    }

    private Management.Unreadiness told(String reason) {
        return new Management.Unreadiness(reason, engine.state() instanceof EngineState.Arriving);
    }

    private Optional<String> unreadiness() {
        if (service.isDraining()) {
            return Optional.of("draining");
        }
        return engine.state().unreadiness().or(own::unreadiness);
    }

    private void tellHealth() {
        own.seen(engine.state(), adapters);
        ServingStatus status = unreadiness().isEmpty() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus("radium.worker.v1.Worker", status);
    }
}
