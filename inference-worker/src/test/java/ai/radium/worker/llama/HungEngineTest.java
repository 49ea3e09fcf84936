package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import ai.radium.worker.openai.Pulse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child that is there and does nothing, as one is whose GPU never answers: here it is stopped by a signal. */
class HungEngineTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @Test
    void endsWhatRunsAndStartsTheChildAgainWithinTenSeconds(@TempDir Path folder) throws Exception {
        try (LlamaEngine engine = TestLaunch.start(ScriptedModel.endless(), folder, 2, 1 << 16)) {
            CountDownLatch spoke = new CountDownLatch(1);
            CompletableFuture<Void> stream = speak(engine, spoke);
            spoke.await();
            long pid = engine.childPid().orElseThrow();

            Signals.send("STOP", pid);
            long stoppedAt = System.nanoTime();

            assertThatThrownBy(() -> stream.get(TEN_SECONDS.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(EngineFailure.class, failure -> {
                        assertThat(failure.code()).isEqualTo("engine_hung");
                        assertThat(failure.isRetryable()).isTrue();
                    });
            await().atMost(TEN_SECONDS.minusNanos(System.nanoTime() - stoppedAt))
                    .until(() -> engine.state() instanceof EngineState.Ready);
            System.out.println("whole again after " + (System.nanoTime() - stoppedAt) / 1_000_000 + " ms");
            assertThat(engine.childPid())
                    .hasValueSatisfying(other -> assertThat(other).isNotEqualTo(pid));
            assertThat(engine.hangs()).isOne();
        }
    }

    @Test
    void seesThatItIsHungWhenNothingRuns(@TempDir Path folder) throws Exception {
        Launch launch = new Launch(
                        TestLaunch.program(),
                        ScriptedModel.sentence().write(folder.resolve("model.gguf")),
                        1,
                        512,
                        1,
                        128)
                .hungAfter(new Pulse.Limits(Duration.ofSeconds(1), Duration.ofSeconds(30)));
        try (LlamaEngine engine = TestLaunch.start(launch)) {
            Signals.send("STOP", engine.childPid().orElseThrow());

            await().atMost(TEN_SECONDS)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> engine.state().unreadiness().orElse("").contains("hung"));
            await().atMost(TEN_SECONDS).until(() -> engine.state() instanceof EngineState.Ready);
        }
    }

    private static CompletableFuture<Void> speak(LlamaEngine engine, CountDownLatch spoke) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                engine.generate(new Generation(new Prompt.Text("a"), 0, Map.of()), _ -> spoke.countDown());
                end.complete(null);
            } catch (InterruptedException | EngineFailure e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }
}
