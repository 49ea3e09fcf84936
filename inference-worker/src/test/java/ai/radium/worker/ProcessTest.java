package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.gguf.testmodel.ScriptedModel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a process of its own. */
class ProcessTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MANY_TOKENS = 2_000;
    private static final int MIB = 1024 * 1024;

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

    /** As setpriv asks the kernel to kill the engine, the worker may be dead already: here that takes a second. */
    @Test
    void leavesNoEngineBehindWhenItIsKilledWhileTheEngineStarts() throws Exception {
        Path slow = Files.createDirectory(folder.resolve("bin")).resolve("setpriv");
        Files.writeString(slow, "#!/bin/sh\nsleep 1\nPATH=${PATH#*:}\nexec setpriv \"$@\"\n");
        assertThat(slow.toFile().setExecutable(true)).isTrue();
        String path = slow.getParent() + ":" + System.getenv("PATH");
        try (WorkerProcess worker = WorkerProcess.start(ScriptedModel.sentence(), folder, Map.of("PATH", path))) {
            ProcessHandle engine = await().atMost(LONG)
                    .ignoreException(IllegalStateException.class)
                    .until(worker::engine, ProcessHandle::isAlive);

            worker.kill();

            try {
                await().atMost(LONG).until(() -> !engine.isAlive());
            } finally {
                engine.destroyForcibly();
            }
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

    /** The heap is of 64 MiB, the context such that 16 MiB could be a prompt. */
    @Test
    void manyHugeRequestsAtOnceBreakNobodysStream() throws Exception {
        try (WorkerProcess worker = start("0")) {
            Recorder<GenerateRequest, Event> stream = speak(worker, MANY_TOKENS);
            AtomicBoolean isOver = new AtomicBoolean();
            FutureTask<Integer> others = new FutureTask<>(() -> streamUntil(worker, isOver));
            Thread.ofVirtual().start(others);

            assertThat(statuses(worker, 16 * MIB))
                    .hasSize(10)
                    .isSubsetOf(Status.Code.INVALID_ARGUMENT, Status.Code.RESOURCE_EXHAUSTED);
            assertThat(statuses(worker, 5 * MIB))
                    .hasSize(10)
                    .containsOnly(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED);

            isOver.set(true);
            assertThat(others.get(LONG.toSeconds(), TimeUnit.SECONDS)).isGreaterThan(3);
            assertThat(stream.awaitEnd(LONG).getLast().getFinished().getCompletionTokens())
                    .isEqualTo(MANY_TOKENS);
            assertThat(worker.log()).content().doesNotContain("OutOfMemoryError", "SEVERE");
        }
    }

    /** Few bytes, many messages: each such prompt is 20 MB of heap, and seconds of an engine's chat template. */
    @Test
    void manyPromptsOfManyMessagesHoldUpNobodyElse() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(ScriptedModel.endless(), folder, Map.of())) {
            speak(worker, 1).awaitEnd(LONG);
            String messages = "[" + "{\"role\":\"user\",\"content\":\"hi\"},".repeat(20_000) + "{}]";
            GenerateRequest costly =
                    RunningWorker.sayHi().setInput(messages).setMaxTokens(1).build();
            String most = "[" + "{\"role\":\"user\",\"content\":\"hi\"},".repeat(2_047)
                    + "{\"role\":\"user\",\"content\":\"hi\"}]";
            GenerateRequest allowed =
                    RunningWorker.sayHi().setInput(most).setMaxTokens(1).build();
            List<Recorder<GenerateRequest, Event>> streams = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Recorder<GenerateRequest, Event> stream = Recorder.eager();
                WorkerGrpc.newStub(worker.channel()).generate(i % 2 == 0 ? costly : allowed, stream);
                streams.add(stream);
            }

            for (int i = 0; i < 10; i++) {
                long from = System.nanoTime();
                Recorder<GenerateRequest, Event> other = Recorder.eager();
                WorkerGrpc.newStub(worker.channel())
                        .generate(
                                RunningWorker.sayHi()
                                        .setAccountId("another")
                                        .setMaxTokens(1)
                                        .build(),
                                other);
                assertThat(other.awaitEnd(LONG).getLast().hasFinished()).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(3));
            }

            for (Recorder<GenerateRequest, Event> stream : streams) {
                assertThat(status(stream)).isIn(Status.Code.INVALID_ARGUMENT, Status.Code.RESOURCE_EXHAUSTED);
            }
            assertThat(worker.ready().statusCode()).isEqualTo(200);
            assertThat(worker.log()).content().doesNotContain("OutOfMemoryError", "SEVERE", "engine died");
        }
    }

    @Test
    void endsItsStreamsFiveSecondsBeforeItIsKilled() throws Exception {
        Map<String, String> budget = Map.of("RADIUM_WORKER_CONTEXT", "65536", "RADIUM_STOP_SECONDS", "6");
        try (WorkerProcess worker = WorkerProcess.start(ScriptedModel.endless(), folder, budget)) {
            Recorder<GenerateRequest, Event> stream = speak(worker, 0);

            worker.terminate();

            assertThat(stream.awaitEnd(Duration.ofSeconds(30))
                            .getLast()
                            .getError()
                            .getCode())
                    .isEqualTo("draining");
            assertThat(worker.awaitEnd()).isZero();
        }
    }

    /** How many streams went from beginning to end, one after the other. */
    private static int streamUntil(WorkerProcess worker, AtomicBoolean isOver) throws Exception {
        int streams = 0;
        while (!isOver.get()) {
            Event last = speak(worker, 100).awaitEnd(LONG).getLast();
            assertThat(last.getFinished().getCompletionTokens()).isEqualTo(100);
            streams++;
        }
        return streams;
    }

    /** Of ten requests at once, each over a connection of its own. */
    private static List<Status.Code> statuses(WorkerProcess worker, int bytes) throws Exception {
        List<ManagedChannel> channels = new ArrayList<>();
        List<Recorder<GenerateRequest, Event>> streams = new ArrayList<>();
        GenerateRequest request = LargeRequestTest.padded(bytes).setMaxTokens(1).build();
        for (int i = 0; i < 10; i++) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", worker.port())
                    .usePlaintext()
                    .build();
            channels.add(channel);
            Recorder<GenerateRequest, Event> stream = Recorder.eager();
            WorkerGrpc.newStub(channel).generate(request, stream);
            streams.add(stream);
        }
        List<Status.Code> statuses = new ArrayList<>();
        for (Recorder<GenerateRequest, Event> stream : streams) {
            statuses.add(status(stream));
        }
        channels.forEach(ManagedChannel::shutdownNow);
        return statuses;
    }

    private static Status.Code status(Recorder<GenerateRequest, Event> stream) throws Exception {
        try {
            stream.awaitEnd(LONG);
            return Status.Code.OK;
        } catch (ExecutionException e) {
            return Status.fromThrowable(e).getCode();
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
        Recorder<GenerateRequest, Event> stream = Recorder.eager();
        WorkerGrpc.newStub(worker.channel())
                .generate(RunningWorker.sayHi().setMaxTokens(maxTokens).build(), stream);
        stream.await(Event::hasDelta);
        return stream;
    }

    private static int tokens(Recorder<GenerateRequest, Event> stream) {
        return stream.messages().stream()
                .mapToInt(event -> event.getDelta().getCompletionTokens())
                .max()
                .orElse(0);
    }
}
