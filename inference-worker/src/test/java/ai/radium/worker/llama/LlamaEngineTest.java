package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.EngineContract;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.testmodel.ScriptedModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class LlamaEngineTest extends EngineContract {
    private LlamaEngine engine;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        engine = TestLaunch.start(ScriptedModel.sentence(), folder, 2, CONTEXT);
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @Override
    protected Engine engine() {
        return engine;
    }

    @Nested
    class WhileItSpeaks {
        private final LlamaEngine endless;
        private final CountDownLatch speaking = new CountDownLatch(1);
        private final CompletableFuture<Throwable> end = new CompletableFuture<>();
        private final Thread thread = Thread.ofVirtual().unstarted(() -> speak("Speak"));

        WhileItSpeaks(@TempDir Path folder) throws IOException {
            endless = TestLaunch.start(ScriptedModel.endless(), folder, 1, 1 << 17);
        }

        private void speak(String prompt) {
            try {
                endless.generate(chat(prompt, 0), _ -> speaking.countDown());
            } catch (InterruptedException | EngineFailure e) {
                end.complete(e);
            }
        }

        @AfterEach
        void stopEndless() {
            endless.close();
        }

        @Test
        void freesTheSlotWithinASecondOfACancel() throws Exception {
            thread.start();
            speaking.await();
            assertThat(isBusy()).isTrue();
            thread.interrupt();
            await().atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !isBusy());
            assertThat(end.get(1, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }

        @Test
        void stopsReadingAPromptWithinASecondOfACancel() throws Exception {
            Thread reader = Thread.startVirtualThread(() -> speak("x".repeat(100_000)));
            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(5))
                    .until(this::isBusy);
            reader.interrupt();
            await().atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !isBusy());
            assertThat(end.get(1, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            assertThat(speaking.getCount()).isEqualTo(1);
        }

        @Test
        void comesBackAfterItsChildIsKilled() throws Exception {
            thread.start();
            speaking.await();
            ProcessHandle.of(endless.childPid().orElseThrow()).orElseThrow().destroyForcibly();
            assertThat(end.get(1, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            EngineFailure.class,
                            failure -> assertThat(failure.isRetryable()).isTrue());
            TestLaunch.awaitReady(endless);
            assertThat(endless.restarts()).isEqualTo(1);
        }

        private boolean isBusy() throws InterruptedException {
            try (Children.Lease child = endless.children.enter("")) {
                JsonNode slots = child.client().get("/slots").body();
                return slots.path(0).path("is_processing").asBoolean();
            }
        }
    }
}
