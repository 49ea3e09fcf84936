package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.worker.v1.CountTokensRequest;
import ai.radium.contracts.worker.v1.DrainRequest;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.LoadAdapterRequest;
import ai.radium.contracts.worker.v1.UnloadAdapterRequest;
import ai.radium.worker.engine.TestEngine;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before the worker's service sees it, on a worker with one slot and no queue. */
class ValidationTest {
    private final TestEngine engine = TestEngine.silent(512);
    private final RunningWorker worker;

    ValidationTest(@TempDir Path folder) throws IOException {
        worker = new RunningWorker(engine, 1, 0, folder);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void namesTheFieldOfEveryKindOfRequest() {
        refused("temperature", () -> worker.generate(RunningWorker.sayHi().setTemperature(3)));
        refused(
                "input",
                () -> worker.client().embed(EmbedRequest.getDefaultInstance()).next());
        refused(
                "kind",
                () -> worker.client()
                        .countTokens(CountTokensRequest.newBuilder()
                                .setInput(RunningWorker.SAY_HI)
                                .setKindValue(9)
                                .build()));
        refused(
                "id",
                () -> worker.client()
                        .loadAdapter(LoadAdapterRequest.getDefaultInstance())
                        .next());
        refused("id", () -> worker.client().unloadAdapter(UnloadAdapterRequest.getDefaultInstance()));
    }

    @Test
    void refusesAFullReplicasCallersForTheirOwnMistakes() {
        Recorder<GenerateRequest, Event> running = Recorder.eager();
        worker.asyncClient().generate(RunningWorker.sayHi().build(), running);
        running.await(Event::hasAccepted);

        assertThatThrownBy(() -> worker.generate(RunningWorker.sayHi()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        full -> assertThat(full.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
        refused("max_tokens", () -> worker.generate(RunningWorker.sayHi().setMaxTokens(-1)));
    }

    @Test
    void doesNothingOfWhatItRefuses() throws Exception {
        refused(
                "wait_seconds",
                () -> worker.client()
                        .drain(DrainRequest.newBuilder().setWaitSeconds(-1).build()));

        Recorder<GenerateRequest, Event> stream = Recorder.eager();
        worker.asyncClient().generate(RunningWorker.sayHi().build(), stream);
        engine.allow(100);
        assertThat(stream.awaitEnd(Duration.ofSeconds(30)).getLast().hasFinished())
                .isTrue();
    }

    private static void refused(String param, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused.getStatus().getDescription()).startsWith(param + " ");
            assertThat(refused.getTrailers())
                    .isNotNull()
                    .satisfies(trailers ->
                            assertThat(trailers.get(RunningWorker.PARAM)).isEqualTo(param));
        });
    }
}
