package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.llama.LlamaEngine;
import ai.radium.worker.llama.TestLaunch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long streams of the real engine: cancelled, broken, not read. */
class StreamsTest {
    private final LlamaEngine engine;
    private final RunningWorker worker;

    StreamsTest(@TempDir Path folder) throws IOException {
        this.engine = TestLaunch.start(ScriptedModel.endless(), folder, 1, 1 << 17);
        this.worker = new RunningWorker(engine, 1, 4, folder);
    }

    @AfterEach
    void stop() {
        worker.close();
        engine.close();
    }

    @Test
    void cancelledStreamFreesItsSlotAndIsLogged() throws Exception {
        Recorder<GenerateRequest, Event> stream = start(RunningWorker.sayHi());
        stream.await(Event::hasDelta);
        stream.cancel();

        await().atMost(Duration.ofSeconds(5)).until(() -> !worker.usageLines().isEmpty());
        assertThat(worker.usageLines().getFirst())
                .contains("\"promptTokens\":25")
                .doesNotContain("\"completionTokens\":0")
                .endsWith("\"reason\":\"cancelled\"}");
        assertThat(worker.generate(RunningWorker.sayHi().setMaxTokens(1))
                        .getLast()
                        .hasFinished())
                .isTrue();
    }

    @Test
    void killedEngineEndsTheStreamWithARetryableErrorAndComesBack() throws Exception {
        Recorder<GenerateRequest, Event> stream = start(RunningWorker.sayHi());
        stream.await(Event::hasDelta);
        ProcessHandle.of(engine.childPid().orElseThrow()).orElseThrow().destroyForcibly();

        Event last = stream.awaitEnd(Duration.ofSeconds(30)).getLast();
        assertThat(last.getError().getCode()).isEqualTo("engine_crashed");
        assertThat(last.getError().getRetryable()).isTrue();
        assertThat(worker.usageLines().getFirst()).endsWith("\"reason\":\"engine_crashed\"}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> worker.management("/health/ready").statusCode() == 200);
        assertThat(worker.generate(RunningWorker.sayHi().setMaxTokens(1))
                        .getLast()
                        .hasFinished())
                .isTrue();
    }

    @Test
    void streamThatNobodyReadsHoldsNobodyUp() throws Exception {
        Recorder<GenerateRequest, Event> unread = Recorder.readingNothing();
        worker.asyncClient().generate(RunningWorker.sayHi().setMaxTokens(5000).build(), unread);

        List<Event> other = worker.generate(RunningWorker.sayHi().setMaxTokens(3));
        assertThat(other.getLast().getFinished().getCompletionTokens()).isEqualTo(3);
        await().atMost(Duration.ofSeconds(20)).until(() -> worker.usageLines().size() == 2);

        unread.take(10_000);
        List<Event> late = unread.awaitEnd(Duration.ofSeconds(10));
        assertThat(late.getLast().getFinished().getCompletionTokens()).isEqualTo(5000);
        assertThat(late.get(late.size() - 2).getDelta().getCompletionTokens()).isEqualTo(5000);
    }

    private Recorder<GenerateRequest, Event> start(GenerateRequest.Builder request) {
        Recorder<GenerateRequest, Event> stream = Recorder.eager();
        worker.asyncClient().generate(request.build(), stream);
        return stream;
    }
}
