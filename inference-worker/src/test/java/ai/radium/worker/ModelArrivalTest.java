package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Load;
import ai.radium.contracts.worker.v1.WatchLoadRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.model.FileServer;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose model is not on its machine yet. */
class ModelArrivalTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void fetchesItsModelAndServesIt() throws Exception {
        try (FileServer server = new FileServer(model());
                WorkerProcess worker = start(server, Map.of())) {
            worker.awaitReady();

            assertThat(folder.resolve("cache/tiny.gguf")).hasBinaryContent(model());
        }
    }

    @Test
    void saysHowFarItIsAndEndsAtOnceWhenAsked() throws Exception {
        try (FileServer server = new FileServer(model())) {
            server.next(server.stall(500_000));
            try (WorkerProcess worker = start(server, Map.of("RADIUM_WORKER_DRAIN_SECONDS", "30"))) {
                await().atMost(LONG)
                        .ignoreException(ConnectException.class)
                        .until(() -> worker.ready()
                                .body()
                                .matches(".*fetching " + server.address() + ", 0\\.\\d of 1\\.0 MiB.*"));
                assertThat(worker.ready().statusCode()).isEqualTo(503);
                assertThat(load(worker).getUnready()).contains("fetching " + server.address());

                long askedAt = System.nanoTime();
                worker.terminate();

                assertThat(worker.awaitEnd()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - askedAt)).isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void endsWithOneSentenceWhenTheModelCannotBeHad() throws Exception {
        try (FileServer server = new FileServer(model())) {
            server.next(FileServer.status(404));
            try (WorkerProcess worker = start(server, Map.of())) {
                assertThat(worker.awaitEnd()).isEqualTo(1);
                assertThat(worker.log())
                        .content()
                        .contains(server.address() + " cannot be fetched: the server has no such file");
            }
        }
    }

    @Test
    void endsWhenTheModelDoesNotFit() throws Exception {
        Map<String, String> settings = Map.of("RADIUM_WORKER_MEMORY_MIB", "64", "RADIUM_WORKER_SLOTS", "2");
        try (WorkerProcess worker = WorkerProcess.start(ScriptedModel.sentence(), folder, settings)) {
            assertThat(worker.awaitEnd()).isEqualTo(1);
            assertThat(worker.log())
                    .content()
                    .contains("model does not fit", "2 x 4096 tokens", "64.0 MiB are available");
        }
    }

    @Test
    void endsWhenItsFileIsNotTheOneItWasTold() throws Exception {
        Map<String, String> settings = Map.of("RADIUM_WORKER_MODEL_SHA256", "0".repeat(64));
        try (WorkerProcess worker = WorkerProcess.start(ScriptedModel.sentence(), folder, settings)) {
            assertThat(worker.awaitEnd()).isEqualTo(1);
            assertThat(worker.log()).content().contains("has another sha256 than RADIUM_WORKER_MODEL_SHA256 says");
        }
    }

    private WorkerProcess start(FileServer server, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("RADIUM_WORKER_MODEL", server.address());
        all.put("RADIUM_WORKER_MODEL_CACHE", folder.resolve("cache").toString());
        return WorkerProcess.start(ScriptedModel.sentence(), folder, all);
    }

    private byte[] model() throws Exception {
        return Files.readAllBytes(ScriptedModel.sentence().write(folder.resolve("source.gguf")));
    }

    private static Load load(WorkerProcess worker) throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", worker.port())
                .usePlaintext()
                .build();
        try {
            return WorkerGrpc.newBlockingStub(channel)
                    .watchLoad(WatchLoadRequest.getDefaultInstance())
                    .next();
        } finally {
            channel.shutdownNow();
        }
    }
}
