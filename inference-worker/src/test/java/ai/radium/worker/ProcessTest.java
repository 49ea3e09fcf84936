package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.worker.testmodel.ScriptedModel;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a process of its own. */
class ProcessTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MANY_TOKENS = 2_000;

    @TempDir
    private Path folder;

    @Test
    void leavesNoEngineBehindWhenItIsKilled() throws Exception {
        try (WorkerProcess worker = start("0")) {
            Recorder<GenerateRequest, Event> stream = speak(worker, 0);
            ProcessHandle engine = worker.engine();

            worker.kill();

            // Dead within 0.1 s; what takes longer is init, which has to reap it.
            await().atMost(LONG).until(() -> !engine.isAlive());
            assertThat(stream.messages()).noneMatch(Event::hasFinished);
        }
    }

    @Test
    void finishesWhatRunsWhenAskedToEnd() throws Exception {
        try (WorkerProcess worker = start("30")) {
            Recorder<GenerateRequest, Event> stream = speak(worker, MANY_TOKENS);
            ProcessHandle engine = worker.engine();

            worker.terminate();

            Event last = stream.awaitEnd(LONG).getLast();
            assertThat(last.getFinished().getCompletionTokens()).isEqualTo(MANY_TOKENS);
            assertThat(worker.awaitEnd()).isZero();
            assertThat(engine.isAlive()).isFalse();
            assertThat(worker.log()).content().contains("generation ended", "worker stops");
        }
    }

    @Test
    void cutsShortWhatOutlivesItsWait() throws Exception {
        try (WorkerProcess worker = start("1")) {
            Recorder<GenerateRequest, Event> stream = speak(worker, 0);

            worker.terminate();

            Event last = stream.awaitEnd(LONG).getLast();
            assertThat(last.getError().getCode()).isEqualTo("draining");
            assertThat(last.getError().getRetryable()).isTrue();
            assertThat(worker.awaitEnd()).isZero();
            assertThat(worker.usageLines())
                    .singleElement()
                    .asString()
                    .contains("\"completionTokens\":" + tokens(stream) + ",")
                    .endsWith("\"reason\":\"draining\"}");
        }
    }

    @Test
    void saysWhyItsEngineWillNotRun() throws Exception {
        try (WorkerProcess worker =
                WorkerProcess.start(ScriptedModel.sentence(), folder, Map.of("RADIUM_LLAMA_SERVER", "/bin/false"))) {
            await().atMost(LONG)
                    .ignoreException(ConnectException.class)
                    .until(() -> worker.ready().body().contains("died 4 times in a row: status 1"));
            assertThat(worker.ready().statusCode()).isEqualTo(503);
        }
    }

    @Test
    void refusesToStartWithoutAModel() throws Exception {
        try (WorkerProcess worker =
                WorkerProcess.start(ScriptedModel.sentence(), folder, Map.of("RADIUM_WORKER_MODEL", "/nowhere.gguf"))) {
            assertThat(worker.awaitEnd()).isEqualTo(1);
            assertThat(worker.log()).content().contains("RADIUM_WORKER_MODEL", "/nowhere.gguf");
        }
    }

    @Test
    void refusesToStartWithHalfOfItsSpeculation() throws Exception {
        try (WorkerProcess worker =
                WorkerProcess.start(ScriptedModel.sentence(), folder, Map.of("RADIUM_WORKER_SPECULATION", "draft"))) {
            assertThat(worker.awaitEnd()).isEqualTo(1);
            assertThat(worker.log()).content().contains("RADIUM_WORKER_DRAFT_MODEL goes with");
        }
    }

    private WorkerProcess start(String drainSeconds) throws Exception {
        return WorkerProcess.start(
                ScriptedModel.endless(),
                folder,
                Map.of("RADIUM_WORKER_CONTEXT", "65536", "RADIUM_WORKER_DRAIN_SECONDS", drainSeconds));
    }

    /** Until it has begun to. */
    private static Recorder<GenerateRequest, Event> speak(WorkerProcess worker, int maxTokens) throws Exception {
        worker.awaitReady();
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", worker.port())
                .usePlaintext()
                .build();
        Recorder<GenerateRequest, Event> stream = Recorder.eager();
        WorkerGrpc.newStub(channel)
                .generate(RunningWorker.sayHi().setMaxTokens(maxTokens).build(), stream);
        stream.await(Event::hasDelta);
        channel.shutdown();
        return stream;
    }

    private static int tokens(Recorder<GenerateRequest, Event> stream) {
        return stream.messages().stream()
                .mapToInt(event -> event.getDelta().getCompletionTokens())
                .max()
                .orElse(0);
    }
}
