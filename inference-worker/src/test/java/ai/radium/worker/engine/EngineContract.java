package ai.radium.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.gguf.testmodel.ScriptedModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the worker relies on, proved of every engine. */
public abstract class EngineContract extends LimitsContract {
    /** With a context that holds a long prompt. */
    protected abstract Stage stage(Path folder) throws IOException;

    @Test
    void isReadyAndKnowsItsContext() {
        assertThat(engine().state()).isInstanceOfSatisfying(EngineState.Ready.class, ready -> {
            assertThat(ready.contextLength()).isEqualTo(CONTEXT);
            assertThat(ready.readsTools()).isFalse();
        });
    }

    @Test
    void saysTheSentenceWordByWord() throws InterruptedException {
        List<EngineEvent> events = new ArrayList<>();
        EngineFinish finish = engine().generate(chat("Say hi", 0), events::add);

        assertThat(finish.reason()).isEqualTo("stop");
        assertThat(finish.promptTokens()).isEqualTo(SAY_HI_TOKENS);
        assertThat(finish.completionTokens()).isEqualTo(ScriptedModel.SENTENCE_TOKENS);
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        EngineEvent.Prefilled.class,
                        prefilled -> assertThat(prefilled.promptTokens()).isEqualTo(SAY_HI_TOKENS));
        assertThat(text(events)).isEqualTo(ScriptedModel.SENTENCE);
        assertThat(pieces(events).stream().filter(piece -> !piece.isBlank()).map(EngineEvent.Piece::completionTokens))
                .startsWith(1, 2, 3)
                .isSorted();
    }

    @Test
    void continuesTextWithoutATemplate() throws InterruptedException {
        Generation generation = new Generation(new Prompt.Text("a b"), 0, Map.of());
        EngineFinish finish = engine().generate(generation, _ -> {});

        assertThat(finish.promptTokens()).isEqualTo(4);
        assertThat(finish.completionTokens()).isEqualTo(ScriptedModel.SENTENCE_TOKENS);
    }

    @Test
    void continuesTheTokensOfATextAsTheyAre() throws InterruptedException {
        Generation generation = new Generation(new Prompt.Tokens(List.of(5, 6, 7)), 0, Map.of());
        EngineFinish finish = engine().generate(engine().check(generation), _ -> {});

        assertThat(engine().countTokens(generation.prompt())).isEqualTo(3);
        assertThat(finish.promptTokens()).isEqualTo(3);
        assertThat(finish.completionTokens()).isEqualTo(ScriptedModel.SENTENCE_TOKENS);
    }

    /** Counts would tell what another account has sent, and so would the time to the first token. */
    @Test
    void readsAPromptFromTheCacheForItsOwnAccountOnly() throws InterruptedException {
        Generation prompt = chat("what only one account knows, and another would like to", 1);

        assertThat(engine().generate(prompt.of("one"), _ -> {}).cachedTokens()).isZero();
        assertThat(engine().generate(prompt.of("one"), _ -> {}).cachedTokens()).isGreaterThan(50);
        assertThat(engine().generate(prompt.of("other"), _ -> {}).cachedTokens())
                .isZero();
        assertThat(engine().generate(prompt.of("other"), _ -> {}).cachedTokens())
                .isGreaterThan(50);
        assertThat(engine().generate(prompt, _ -> {}).cachedTokens()).isZero();
    }

    @Test
    void countsAsItBills() throws InterruptedException {
        assertThat(engine().countTokens(chat("Say hi", 0).prompt())).isEqualTo(SAY_HI_TOKENS);
        assertThat(engine().countTokens(new Prompt.Text("a b"))).isEqualTo(4);
    }

    @Test
    void letsGoWhenInterrupted() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<Thread> speaker = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                engine().generate(chat("Say hi", 0), _ -> {
                    speaker.complete(Thread.currentThread());
                    Thread.currentThread().interrupt();
                });
            } catch (InterruptedException e) {
                ended.countDown();
            }
        });
        assertThat(speaker.orTimeout(5, TimeUnit.SECONDS).join()).isSameAs(thread);
        assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tellsWhatItHadReadBefore() throws InterruptedException {
        Generation again = chat("Say it again and again", 1);
        engine().generate(again, _ -> {});
        List<EngineEvent> events = new ArrayList<>();
        EngineFinish finish = engine().generate(again, events::add);

        assertThat(finish.cachedTokens()).isEqualTo(finish.promptTokens() - 1);
        assertThat(events.getFirst())
                .isEqualTo(new EngineEvent.Prefilled(finish.promptTokens(), finish.cachedTokens()));
    }

    @Test
    void tellsHowLikelyEachTokenWas() throws Exception {
        List<EngineEvent> events = new ArrayList<>();
        Generation generation = new Generation(
                chat("Say hi", 0).prompt(),
                2,
                Map.of("logprobs", BooleanNode.TRUE, "top_logprobs", IntNode.valueOf(2)));
        engine().generate(generation, events::add);

        List<JsonNode> tokens = new ArrayList<>();
        for (EngineEvent.Piece piece : pieces(events)) {
            if (!piece.logprobs().isEmpty()) {
                JSON.readTree(piece.logprobs()).path("content").forEach(tokens::add);
            }
        }
        assertThat(tokens).extracting(token -> token.path("token").asText()).containsExactly("The", " quick");
        assertThat(tokens)
                .allSatisfy(
                        token -> assertThat(token.path("logprob").asDouble()).isCloseTo(0, Offset.offset(0.01)));
        assertThat(tokens)
                .allSatisfy(token -> assertThat(token.path("top_logprobs")).hasSize(2));
    }

    /** Long answers: left, and broken off. */
    @Nested
    class WhileItSpeaks {
        private final Stage stage;
        private final CountDownLatch speaking = new CountDownLatch(1);
        private final CompletableFuture<Throwable> end = new CompletableFuture<>();

        WhileItSpeaks(@TempDir Path folder) throws IOException {
            stage = stage(folder);
        }

        @AfterEach
        void clear() {
            stage.close();
        }

        @Test
        void freesItsSlotWithinASecondOfACancel() throws Exception {
            Thread speaker = speak("Speak");
            speaking.await();
            assertThat(stage.isBusy()).isTrue();

            speaker.interrupt();

            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !stage.isBusy());
            assertThat(end.get(1, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }

        @Test
        void stopsReadingAPromptWithinASecondOfACancel() throws Exception {
            Thread reader = speak("x".repeat(100_000));
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(stage::isBusy);

            reader.interrupt();

            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !stage.isBusy());
            assertThat(end.get(1, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            assertThat(speaking.getCount()).isEqualTo(1);
        }

        @Test
        void failsWithinASecondOfItsDeathAndComesBack() throws Exception {
            Thread _ = speak("Speak");
            speaking.await();

            stage.kill();

            assertThat(end.get(1, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            EngineFailure.class,
                            failure -> assertThat(failure.isRetryable()).isTrue());
            await().atMost(Duration.ofSeconds(30)).until(() -> stage.engine().restarts() == 1);
            await().atMost(Duration.ofSeconds(30)).until(() -> stage.engine().state() instanceof EngineState.Ready);
            assertThat(stage.engine().generate(chat("Speak", 3), _ -> {}).completionTokens())
                    .isEqualTo(3);
        }

        @Test
        void tellsThatItsMemoryIsHeldAndIsFreeAgain() throws Exception {
            Thread speaker = speak("Speak");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> stage.engine().load().kvUse() > 0);
            assertThat(stage.engine().load().kvUse()).isLessThan(1);

            speaker.interrupt();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> stage.engine().load().kvUse() == 0);
        }

        private Thread speak(String prompt) {
            return Thread.startVirtualThread(() -> {
                try {
                    stage.engine().generate(chat(prompt, 0), _ -> speaking.countDown());
                } catch (InterruptedException | EngineFailure e) {
                    end.complete(e);
                }
            });
        }
    }
}
