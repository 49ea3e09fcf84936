package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.worker.engine.TestEngine;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that are large because of the spaces in them, each of which is two bytes of heap, on a worker that has 24 MiB of heap for
 * requests, and 12 MiB for those of one account.
 */
class LargeRequestTest {
    private static final int MIB = 1024 * 1024;

    private final TestEngine engine = TestEngine.silent(32_768);
    private final RunningWorker worker;

    LargeRequestTest(@TempDir Path folder) throws IOException {
        worker = new RunningWorker(engine, 4, 4, false, 32_768, folder);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void refusesTheOneThatIsTooMuchOfItsAccountAndNoSmallOnes() throws Exception {
        Recorder<GenerateRequest, Event> first = accepted("a", 4 * MIB);

        assertThatThrownBy(() -> worker.generate(padded(3 * MIB).setAccountId("a")))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                    assertThat(trailer(refused, "retry-after")).isEqualTo("1");
                });
        accepted("a", 60 * 1024).cancel();
        Recorder<GenerateRequest, Event> second = accepted("b", 3 * MIB);
        first.cancel();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> worker.metric("radium_worker_request_memory_bytes") < 8 * MIB);
        Recorder<GenerateRequest, Event> third = accepted("a", 3 * MIB);
        engine.allow(100);
        assertThat(second.awaitEnd(Duration.ofSeconds(30)).getLast().hasFinished())
                .isTrue();
        assertThat(third.awaitEnd(Duration.ofSeconds(30)).getLast().hasFinished())
                .isTrue();
        await().atMost(Duration.ofSeconds(30)).until(() -> worker.metric("radium_worker_request_memory_bytes") == 0);
        assertThat(worker.metric("radium_worker_large_request_bytes")).isZero();
    }

    @Test
    void refusesWhatNeverFits() {
        assertThatThrownBy(() -> worker.generate(padded(9 * MIB)))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(trailer(refused, "radium-code")).isEqualTo("context_length_exceeded");
                    assertThat(trailer(refused, "radium-param")).isEqualTo("messages");
                });
    }

    @Test
    void takesNoMoreThanItsContextCanHold(@TempDir Path folder) throws Exception {
        try (RunningWorker narrow = new RunningWorker(TestEngine.talkative(512), 1, 1, folder)) {
            assertThat(narrow.generate(padded(100 * 1024)).getLast().hasFinished())
                    .isTrue();
            assertThatThrownBy(() -> narrow.generate(padded(400 * 1024)))
                    .hasMessageContaining(
                            "This model's maximum context length is 512 tokens. However, the request has more than 393216 bytes");
        }
    }

    private Recorder<GenerateRequest, Event> accepted(String account, int bytes) {
        Recorder<GenerateRequest, Event> stream = Recorder.eager();
        worker.asyncClient().generate(padded(bytes).setAccountId(account).build(), stream);
        stream.await(Event::hasAccepted);
        return stream;
    }

    static GenerateRequest.Builder padded(int bytes) {
        return RunningWorker.sayHi().setInput(RunningWorker.SAY_HI + " ".repeat(bytes));
    }

    private static String trailer(StatusRuntimeException refused, String name) {
        Metadata trailers = refused.getTrailers();
        String value = trailers == null ? null : trailers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        return value == null ? "" : value;
    }
}
