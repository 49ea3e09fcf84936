package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.EmbedReply;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.worker.engine.TestEngine;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a replica waits for its clients, and works for them. */
class PatienceTest {
    @TempDir
    private Path folder;

    @Test
    void slowReaderLosesItsStreamAndSlowsNobody() throws Exception {
        TestEngine engine = TestEngine.endless(512);
        try (RunningWorker worker = new RunningWorker(engine, 2, 4, folder)) {
            Recorder<GenerateRequest, Event> unread = Recorder.readingNothing();
            worker.asyncClient()
                    .generate(
                            RunningWorker.sayHi()
                                    .setLogprobs(true)
                                    .setTopLogprobs(20)
                                    .build(),
                            unread);
            await().until(engine::isBusy);

            long startedAt = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                List<Event> other = worker.generate(RunningWorker.sayHi().setMaxTokens(100));
                assertThat(other.getLast().getFinished().getCompletionTokens()).isEqualTo(100);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(4));
            await().atMost(Duration.ofSeconds(30)).until(() -> !engine.isBusy());
            await().untilAsserted(
                            () -> assertThat(worker.usageLines().getLast()).endsWith("\"reason\":\"slow_reader\"}"));

            unread.take(1_000_000);
            Event last = unread.awaitEnd(Duration.ofSeconds(10)).getLast();
            assertThat(last.getError().getCode()).isEqualTo("slow_reader");
            assertThat(last.getError().getRetryable()).isFalse();
        }
    }

    @Test
    void givesAReaderOfEmbeddingsTime() throws Exception {
        try (RunningWorker worker = new RunningWorker(TestEngine.talkative(512), 1, 1, true, folder)) {
            Recorder<EmbedRequest, EmbedReply> slow = embedWithoutReading(worker);
            for (int i = 1; i <= 7; i++) {
                assertThat(slow.hasEnded()).isFalse();
                slow.take(1);
                int taken = i;
                await().until(() -> slow.messages().size() == taken);
            }

            assertThat(slow.awaitEnd(Duration.ofSeconds(30)).stream()
                            .mapToInt(EmbedReply::getEmbeddingsCount)
                            .sum())
                    .isEqualTo(400);
        }
    }

    @Test
    void holdsASlotForAReaderOfEmbeddingsWhoTakesNothingButNotForLong() throws Exception {
        try (RunningWorker worker = new RunningWorker(TestEngine.talkative(512), 1, 1, true, folder)) {
            Recorder<EmbedRequest, EmbedReply> unread = embedWithoutReading(worker);
            await().until(() -> worker.metric("radium_worker_running") == 1);
            await().atMost(Duration.ofSeconds(30)).until(() -> worker.metric("radium_worker_running") == 0);

            unread.take(7);
            assertThatThrownBy(() -> unread.awaitEnd(Duration.ofSeconds(30)))
                    .hasRootCauseMessage("ABORTED: the answer was read too slowly, and no more of it is kept");
        }
    }

    @Test
    void deadlineEndsTheEnginesWorkAndWaitingToo() throws Exception {
        TestEngine engine = TestEngine.silent(512);
        try (RunningWorker worker = new RunningWorker(engine, 1, 4, folder)) {
            engine.allow(2);
            Recorder<GenerateRequest, Event> running = start(worker, "900m");
            running.await(Event::hasDelta);
            Recorder<GenerateRequest, Event> waiting = start(worker, "500m");
            waiting.await(Event::hasAccepted);

            await().atMost(Duration.ofMillis(1500))
                    .until(() -> worker.management("/metrics").body().contains("radium_worker_queued 0\n"));
            await().atMost(Duration.ofMillis(1500)).until(() -> !engine.isBusy());
            assertThat(worker.usageLines())
                    .satisfiesExactly(
                            first -> assertThat(first).contains("\"completionTokens\":0,", "\"cancelled\""),
                            second -> assertThat(second).contains("\"completionTokens\":2,", "\"cancelled\""));
        }
    }

    /** Seven replies, more than gRPC's buffers hold. */
    private static Recorder<EmbedRequest, EmbedReply> embedWithoutReading(RunningWorker worker) {
        Recorder<EmbedRequest, EmbedReply> call = Recorder.readingNothing();
        worker.asyncClient()
                .embed(
                        EmbedRequest.newBuilder()
                                .setInput("[" + String.join(",", Collections.nCopies(400, "\"a\"")) + "]")
                                .setDimensions(4096)
                                .build(),
                        call);
        return call;
    }

    /** The deadline is told to the worker only, so nobody else ends the call. */
    private static Recorder<GenerateRequest, Event> start(RunningWorker worker, String timeout) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), timeout);
        Recorder<GenerateRequest, Event> stream = Recorder.eager();
        WorkerGrpc.newStub(worker.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .generate(RunningWorker.sayHi().build(), stream);
        return stream;
    }
}
