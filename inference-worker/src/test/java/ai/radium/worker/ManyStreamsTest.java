package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.contracts.worker.v1.WorkerGrpc.WorkerBlockingStub;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.llama.TestLaunch;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of all streams of a worker process, and of who comes next, when its engine dies or it is to end. */
class ManyStreamsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** The promise is a second: what was measured is printed, and a busy machine is no failure. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int SLOTS = 4;
    private static final int QUEUE = 16;
    private static final int SENTENCES = 60;

    /** Of both models: tokens that would end an answer. */
    private static final String NO_END = "{\"0\":-100,\"2\":-100}";

    /** The endless model never says the end of the text. */
    private static final int TOKENS = SENTENCES * (ScriptedModel.SENTENCE_TOKENS - 1);

    @TempDir
    private Path folder;

    @Test
    void killedEngineEndsEveryStreamAndTheNextRequestIsAnswered() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(ScriptedModel.endless(), folder, settings())) {
            assertBack(worker, "scripted model");
        }
    }

    @Test
    @Tag("slow")
    void killedEngineOfTheDemoModelIsBack() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(TestLaunch.demoModel(), folder, settings())) {
            assertBack(worker, "SmolLM2 135M");
        }
    }

    @Test
    void finishesTwentyStreamsWholeAndTakesNoMoreWhenAskedToEnd() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(ScriptedModel.endless(), folder, settings())) {
            worker.awaitReady();
            List<Recorder<GenerateRequest, Event>> streams = open(worker, SLOTS + QUEUE, TOKENS, Event::hasAccepted);

            assertThat(streams).hasSize(20).noneMatch(Recorder::hasEnded);
            worker.terminate();

            await().atMost(LIMIT).until(() -> worker.ready().body().contains("draining"));
            assertThatThrownBy(() -> answer(client(worker)))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
            assertThat(streams).as("open when it was refused").anyMatch(stream -> !stream.hasEnded());
            for (Recorder<GenerateRequest, Event> stream : streams) {
                List<Event> events = stream.awaitEnd(LONG);
                assertThat(text(events)).isEqualTo(ScriptedModel.SENTENCE.repeat(SENTENCES));
                assertThat(events.getLast().getFinished().getCompletionTokens()).isEqualTo(TOKENS);
            }
            assertThat(worker.awaitEnd()).isZero();
            assertThat(worker.usageLines())
                    .hasSize(streams.size())
                    .allSatisfy(line -> assertThat(line).endsWith("\"reason\":\"length\"}"));
        }
    }

    private static void assertBack(WorkerProcess worker, String model) throws Exception {
        worker.awaitReady();
        List<Recorder<GenerateRequest, Event>> streams = open(worker, SLOTS, 0, Event::hasDelta);
        WorkerBlockingStub client = client(worker);

        long killedAt = System.nanoTime();
        worker.engine().destroyForcibly();

        for (Recorder<GenerateRequest, Event> stream : streams) {
            Event last = stream.awaitEnd(LIMIT.minus(since(killedAt))).getLast();
            assertThat(last.getError().getCode()).isEqualTo("engine_crashed");
            assertThat(last.getError().getRetryable()).isTrue();
        }
        Duration told = since(killedAt);
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsMatching(ManyStreamsTest::isUnavailable)
                .until(() -> answer(client).hasFinished());
        Duration answered = since(killedAt);
        System.out.printf(
                "engine killed, %s: %d streams open, all told after %d ms, the next request answered after %d ms%n",
                model, streams.size(), told.toMillis(), answered.toMillis());
        assertThat(answered).isLessThan(LIMIT);
        assertThat(worker.usageLines().subList(0, SLOTS))
                .allSatisfy(line -> assertThat(line).endsWith("\"reason\":\"engine_crashed\"}"));
    }

    private Map<String, String> settings() {
        return Map.of(
                "RADIUM_WORKER_SLOTS", String.valueOf(SLOTS),
                "RADIUM_WORKER_QUEUE", String.valueOf(QUEUE),
                "RADIUM_WORKER_CONTEXT", "4096");
    }

    /** Until each of them has come so far. */
    private static List<Recorder<GenerateRequest, Event>> open(
            WorkerProcess worker, int count, int maxTokens, Predicate<Event> soFar) throws IOException {
        WorkerGrpc.WorkerStub client = WorkerGrpc.newStub(worker.channel());
        List<Recorder<GenerateRequest, Event>> streams = IntStream.range(0, count)
                .mapToObj(i -> {
                    Recorder<GenerateRequest, Event> stream = Recorder.eager();
                    client.generate(
                            RunningWorker.sayHi()
                                    .setMaxTokens(maxTokens)
                                    .setLogitBias(NO_END)
                                    .build(),
                            stream);
                    return stream;
                })
                .toList();
        streams.forEach(stream -> stream.await(soFar));
        return streams;
    }

    private static WorkerBlockingStub client(WorkerProcess worker) throws IOException {
        return WorkerGrpc.newBlockingStub(worker.channel()).withDeadlineAfter(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /** How an answer of one token ends. */
    private static Event answer(WorkerBlockingStub client) {
        Event last = Event.getDefaultInstance();
        var events = client.generate(RunningWorker.sayHi().setMaxTokens(1).build());
        while (events.hasNext()) {
            last = events.next();
        }
        return last;
    }

    private static boolean isUnavailable(Throwable failure) {
        return Status.fromThrowable(failure).getCode() == Status.Code.UNAVAILABLE;
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private static String text(List<Event> events) {
        return events.stream().map(event -> event.getDelta().getText()).collect(Collectors.joining());
    }
}
