package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.worker.v1.DrainReply;
import ai.radium.contracts.worker.v1.DrainRequest;
import ai.radium.contracts.worker.v1.EmbedReply;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.Load;
import ai.radium.contracts.worker.v1.WatchLoadRequest;
import ai.radium.worker.engine.TestEngine;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slots, queue and drain, over an engine that speaks when the test lets it. One slot, one place in the queue. */
class QueueTest {
    private static final int WHOLE_SENTENCE = 12;
    private static final EmbedRequest A_TEXT =
            EmbedRequest.newBuilder().setInput("\"a\"").build();

    private final TestEngine engine = TestEngine.silent(512);
    private final RunningWorker worker;

    QueueTest(@TempDir Path folder) throws IOException {
        worker = new RunningWorker(engine, 1, 1, folder);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void runsInTheOrderOfArrival() throws Exception {
        Recorder<GenerateRequest, Event> first = accepted();
        Recorder<GenerateRequest, Event> second = accepted();
        assertThat(second.messages().getFirst().getAccepted().getQueuePosition())
                .isEqualTo(1);

        engine.allow(WHOLE_SENTENCE);
        assertThat(first.awaitEnd(Duration.ofSeconds(30)).getLast().hasFinished())
                .isTrue();
        assertThat(second.messages()).hasSize(1);
        engine.allow(WHOLE_SENTENCE);
        assertThat(second.awaitEnd(Duration.ofSeconds(30)).getLast().hasFinished())
                .isTrue();
    }

    @Test
    void refusesWhenTheQueueIsFullAndSaysWhenToComeAgain() {
        accepted();
        accepted();

        assertThatThrownBy(() -> worker.generate(RunningWorker.sayHi()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                    assertThat(refused.getTrailers())
                            .isNotNull()
                            .satisfies(trailers -> assertThat(trailers.get(
                                            Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER)))
                                    .matches("[1-9][0-9]?"));
                });
    }

    @Test
    void leastServedAccountGoesFirstAndAFullQueueIsShared(@TempDir Path folder) throws Exception {
        TestEngine silent = TestEngine.silent(512);
        try (RunningWorker shared = new RunningWorker(silent, 1, 2, folder)) {
            Recorder<GenerateRequest, Event> running = accepted(shared, "greedy");
            Recorder<GenerateRequest, Event> second = accepted(shared, "greedy");
            Recorder<GenerateRequest, Event> third = accepted(shared, "greedy");
            Recorder<GenerateRequest, Event> modest = accepted(shared, "modest");

            Event last = third.awaitEnd(Duration.ofSeconds(30)).getLast();
            assertThat(last.getError().getCode()).isEqualTo("queue_full");
            assertThat(last.getError().getRetryable()).isTrue();
            assertThat(shared.usageLines().getFirst()).contains("\"account\":\"greedy\"", "\"reason\":\"queue_full\"");
            silent.allow(WHOLE_SENTENCE);
            running.awaitEnd(Duration.ofSeconds(30));
            silent.allow(WHOLE_SENTENCE);
            assertThat(modest.awaitEnd(Duration.ofSeconds(30)).getLast().hasFinished())
                    .isTrue();
            assertThat(second.messages()).hasSize(1);
        }
    }

    @Test
    void refusesAnEmbeddingWhosePlaceAnotherAccountGets(@TempDir Path folder) throws Exception {
        TestEngine silent = TestEngine.silent(512);
        try (RunningWorker embedding = new RunningWorker(silent, 1, 2, true, folder)) {
            embed(embedding, "greedy");
            awaitQueued(embedding, 0);
            embed(embedding, "greedy");
            awaitQueued(embedding, 1);
            Recorder<EmbedRequest, EmbedReply> newest = embed(embedding, "greedy");
            awaitQueued(embedding, 2);
            embed(embedding, "modest");

            assertThatThrownBy(() -> newest.awaitEnd(Duration.ofSeconds(30)))
                    .hasRootCauseInstanceOf(StatusRuntimeException.class)
                    .rootCause()
                    .hasMessageStartingWith("RESOURCE_EXHAUSTED");
        }
    }

    @Test
    void forgetsWhoLeavesTheQueue() throws Exception {
        accepted();
        accepted().cancel();

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> !worker.usageLines().isEmpty());
        assertThat(worker.usageLines().getFirst()).contains("\"completionTokens\":0", "cancelled");
        assertThat(accepted().messages().getFirst().getAccepted().getQueuePosition())
                .isEqualTo(1);
    }

    @Test
    void finishesWhatRunsAndRefusesTheRestWhileDraining() throws Exception {
        Recorder<GenerateRequest, Event> running = accepted();
        Recorder<DrainRequest, DrainReply> drain = Recorder.eager();
        worker.asyncClient().drain(DrainRequest.newBuilder().setWaitSeconds(20).build(), drain);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> worker.management("/health/ready").body().contains("draining"));
        assertThatThrownBy(() -> worker.generate(RunningWorker.sayHi()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
        engine.allow(WHOLE_SENTENCE);
        assertThat(running.awaitEnd(Duration.ofSeconds(30)).getLast().hasFinished())
                .isTrue();
        assertThat(drain.awaitEnd(Duration.ofSeconds(30)).getFirst().getStillRunning())
                .isZero();
    }

    @Test
    void saysWhatIsLeftWhenTheDrainTakesTooLong() {
        accepted();
        accepted();
        assertThat(worker.client().drain(DrainRequest.getDefaultInstance()).getStillRunning())
                .isEqualTo(2);
    }

    @Test
    void tellsRunningStreamsToGoElsewhereWhenItStops() throws Exception {
        Recorder<GenerateRequest, Event> running = accepted();
        worker.stop();

        Event last = running.awaitEnd(Duration.ofSeconds(30)).getLast();
        assertThat(last.getError().getCode()).isEqualTo("draining");
        assertThat(last.getError().getRetryable()).isTrue();
    }

    @Test
    void reportsLoadAtOnceAndWhenItChanges() {
        Recorder<WatchLoadRequest, Load> loads = Recorder.eager();
        worker.asyncClient().watchLoad(WatchLoadRequest.getDefaultInstance(), loads);
        loads.await(load -> load.getRunning() == 0 && load.getSlots() == 1 && load.getContextLength() == 512);
        accepted();
        accepted();
        loads.await(load -> load.getRunning() == 1 && load.getQueued() == 1);
        engine.allow(2 * WHOLE_SENTENCE);
        loads.await(load -> load.getRunning() == 1 && load.getQueued() == 1);
        assertThat(List.copyOf(loads.messages())).doesNotHaveDuplicates();
    }

    @Test
    void reportsHowFastItIsAndHowLongANewcomerWouldWait() throws Exception {
        Recorder<WatchLoadRequest, Load> loads = Recorder.eager();
        worker.asyncClient().watchLoad(WatchLoadRequest.getDefaultInstance(), loads);
        loads.await(load -> load.getPredictedWaitMs() == 0 && load.getTtftP50Us() == 0);
        Recorder<GenerateRequest, Event> running = accepted();
        loads.await(load -> load.getRunning() == 1 && load.getPredictedWaitMs() == 2000);
        accepted();
        loads.await(load -> load.getQueued() == 1 && load.getPredictedWaitMs() == 4000);
        engine.allow(WHOLE_SENTENCE);
        running.awaitEnd(Duration.ofSeconds(30));

        loads.await(load -> load.getTtftP50Us() > 0 && load.getTokensPerSecond() == 1.2);
        loads.await(load -> load.getQueued() == 0 && load.getPredictedWaitMs() < 2000);
    }

    @Test
    void countsEmbeddingsAmongWhatRunsAndWaits(@TempDir Path folder) throws Exception {
        TestEngine silent = TestEngine.silent(512);
        try (RunningWorker embedding = new RunningWorker(silent, 1, 1, true, folder)) {
            Recorder<WatchLoadRequest, Load> loads = Recorder.eager();
            embedding.asyncClient().watchLoad(WatchLoadRequest.getDefaultInstance(), loads);
            Recorder<EmbedRequest, EmbedReply> running = embed(embedding);
            loads.await(load -> load.getRunning() == 1);
            Recorder<EmbedRequest, EmbedReply> waiting = embed(embedding);
            loads.await(load -> load.getQueued() == 1);

            assertThatThrownBy(() -> embedding.client().embed(A_TEXT).next())
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refused -> assertThat(refused.getStatus().getCode())
                                    .isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
            running.cancel();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> loads.messages().getLast().getQueued() == 0);
            silent.allow(1);
            assertThat(waiting.awaitEnd(Duration.ofSeconds(30))).hasSize(1);
            loads.await(load -> load.getRunning() == 0);
        }
    }

    private static Recorder<EmbedRequest, EmbedReply> embed(RunningWorker worker) {
        return embed(worker, "acct_1");
    }

    private static Recorder<EmbedRequest, EmbedReply> embed(RunningWorker worker, String account) {
        Recorder<EmbedRequest, EmbedReply> call = Recorder.eager();
        worker.asyncClient().embed(A_TEXT.toBuilder().setAccountId(account).build(), call);
        return call;
    }

    private static void awaitQueued(RunningWorker worker, int queued) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> worker.management("/metrics")
                        .body()
                        .lines()
                        .toList()
                        .containsAll(List.of("radium_worker_running 1", "radium_worker_queued " + queued)));
    }

    private Recorder<GenerateRequest, Event> accepted() {
        return accepted(worker, "acct_1");
    }

    private static Recorder<GenerateRequest, Event> accepted(RunningWorker worker, String account) {
        Recorder<GenerateRequest, Event> stream = Recorder.eager();
        worker.asyncClient()
                .generate(RunningWorker.sayHi().setAccountId(account).build(), stream);
        stream.await(Event::hasAccepted);
        return stream;
    }
}
