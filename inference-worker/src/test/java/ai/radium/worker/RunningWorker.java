package ai.radium.worker;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.kit.tracing.TracingConfig;
import ai.radium.worker.engine.Engine;
import ai.radium.worker.tls.TlsFiles;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A worker on free ports with a client beside it. */
final class RunningWorker implements AutoCloseable {
    static final String SAY_HI = "[{\"role\":\"user\",\"content\":\"Say hi\"}]";

    /** The trailer that names the field which is wrong. */
    static final Metadata.Key<String> PARAM = Metadata.Key.of("radium-param", Metadata.ASCII_STRING_MARSHALLER);

    private static final long HEAP = 64 * 1024 * 1024;

    private final Worker worker;
    private final Path usageLog;
    private final ManagedChannel channel;
    private boolean stopped;

    RunningWorker(Engine engine, int slots, int queue, Path folder) throws IOException {
        this(engine, slots, queue, false, folder);
    }

    RunningWorker(Engine engine, int slots, int queue, boolean embeds, Path folder) throws IOException {
        this(engine, slots, queue, embeds, 512, folder);
    }

    RunningWorker(Engine engine, int slots, int queue, boolean embeds, int context, Path folder) throws IOException {
        this(engine, slots, queue, embeds, context, Optional.empty(), Optional.empty(), Optional.empty(), folder);
    }

    /** Its own client does not speak TLS. */
    RunningWorker(Engine engine, TlsFiles tls, Path folder) throws IOException {
        this(engine, 1, 1, false, 512, Optional.of(tls), Optional.empty(), Optional.empty(), folder);
    }

    /** Its own client does not show the token. */
    RunningWorker(Engine engine, String token, Path folder) throws IOException {
        this(engine, 1, 1, false, 512, Optional.empty(), Optional.of(token), Optional.empty(), folder);
    }

    RunningWorker(Engine engine, TracingConfig tracing, Path folder) throws IOException {
        this(engine, 1, 1, false, 512, Optional.empty(), Optional.empty(), Optional.of(tracing), folder);
    }

    private RunningWorker(
            Engine engine,
            int slots,
            int queue,
            boolean embeds,
            int context,
            Optional<TlsFiles> tls,
            Optional<String> token,
            Optional<TracingConfig> tracing,
            Path folder)
            throws IOException {
        this.usageLog = folder.resolve("usage.log");
        this.worker = new Worker(
                new WorkerConfig(
                        "127.0.0.1",
                        0,
                        0,
                        "test",
                        slots,
                        context,
                        queue,
                        embeds,
                        HEAP,
                        tls,
                        new CallerAccess(token),
                        Duration.ZERO,
                        Optional.of(usageLog),
                        tracing),
                engine);
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", worker.port())
                .usePlaintext()
                .build();
    }

    WorkerGrpc.WorkerBlockingStub client() {
        return WorkerGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    WorkerGrpc.WorkerStub asyncClient() {
        return WorkerGrpc.newStub(channel);
    }

    int port() {
        return worker.port();
    }

    ManagedChannel channel() {
        return channel;
    }

    List<Event> generate(GenerateRequest.Builder request) {
        List<Event> events = new ArrayList<>();
        client().generate(request.build()).forEachRemaining(events::add);
        return events;
    }

    List<String> usageLines() throws IOException {
        return Files.readAllLines(usageLog);
    }

    HttpResponse<String> management(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + worker.managementPort() + path);
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        }
    }

    /** Of a metric without labels. */
    long metric(String name) throws IOException, InterruptedException {
        String line = management("/metrics")
                .body()
                .lines()
                .filter(text -> text.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.substring(name.length() + 1));
    }

    static GenerateRequest.Builder sayHi() {
        return GenerateRequest.newBuilder()
                .setModel("test")
                .setInput(SAY_HI)
                .setAccountId("acct_1")
                .setRequestId("req_1")
                .setUsageId("usage_1");
    }

    /** As SIGTERM does, without waiting for running streams. */
    void stop() throws InterruptedException {
        if (!stopped) {
            stopped = true;
            worker.drainAndStop(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
