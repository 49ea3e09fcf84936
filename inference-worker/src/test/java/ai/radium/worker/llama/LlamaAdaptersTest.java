package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.gguf.testmodel.ScriptedAdapter;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.AdapterRefusal;
import ai.radium.worker.engine.AdapterStep;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import ai.radium.worker.openai.OpenAiClient;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What llama-server makes of adapters, and how children follow each other. */
class LlamaAdaptersTest {
    private static final long PLENTY = Long.MAX_VALUE;
    private static final String PROMPT = "A long prompt that is worth keeping in the cache. ".repeat(5);

    private final AtomicLong availableMemory = new AtomicLong(PLENTY);
    private final LlamaEngine engine;
    private final Adapter owls;
    private final Adapter rain;

    LlamaAdaptersTest(@TempDir Path folder) throws IOException {
        Path model = ScriptedModel.endless().write(folder.resolve("model.gguf"));
        this.engine =
                new LlamaEngine(new Launch(TestLaunch.program(), model, 1, 1 << 17, 1, 128), availableMemory::get);
        TestLaunch.awaitReady(engine);
        this.owls = new Adapter("owls", ScriptedAdapter.OWLS.write(folder.resolve("owls.gguf")), "1");
        this.rain = new Adapter("rain", ScriptedAdapter.RAIN.write(folder.resolve("rain.gguf")), "2");
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void neverAnswersFromTheCacheOfAnotherAdapter() throws Exception {
        engine.load(owls, _ -> {});
        engine.load(rain, _ -> {});

        for (String adapter : List.of("", "owls", "rain", "owls", "", "rain", "")) {
            Speech first = new Speech(text(PROMPT, 13).withAdapter(adapter));
            Speech again = new Speech(text(PROMPT, 13).withAdapter(adapter));

            assertThat(first.run()).isEqualTo(sentence(adapter) + firstWord(adapter));
            assertThat(first.cachedTokens()).isZero();
            assertThat(again.run()).isEqualTo(sentence(adapter) + firstWord(adapter));
            assertThat(again.cachedTokens()).isGreaterThan(PROMPT.length() - 2);
        }
    }

    /** The engine's own trap, which the test before is there to see: no list, no thought of the adapter before. */
    @Test
    void wouldAnswerFromTheCacheOfAnotherAdapterIfRequestsDidNotNameThem() throws Exception {
        engine.load(owls, _ -> {});
        engine.load(rain, _ -> {});
        try (Children.Lease child = engine.children.enter("")) {
            complete(child.served().client(), scales(1, 0));
            child.served().client().post("/lora-adapters", scales(0, 1));

            assertThat(complete(child.served().client(), OpenAiClient.JSON.createArrayNode()))
                    .startsWith("Seven wise owls");
        }
    }

    @Test
    void givesNewWorkToTheSecondChildWhileTheFirstFinishesItsOwn() throws Exception {
        Speech before = new Speech(text("Speak", 3000));
        CompletableFuture<String> speech = before.startSpeaking();
        long firstChild = engine.childPid().orElseThrow();

        engine.load(owls, _ -> {});

        assertThat(before.hasEnded()).isFalse();
        assertThat(engine.childPid().orElseThrow()).isNotEqualTo(firstChild);
        assertThat(new Speech(text("Speak", 12).withAdapter("owls")).run()).isEqualTo(ScriptedAdapter.OWLS.sentence());
        assertThat(isAlive(firstChild)).isTrue();
        assertThat(speech.join()).isEqualTo(ScriptedModel.SENTENCE.repeat(250));
        await().atMost(Duration.ofSeconds(30)).until(() -> !isAlive(firstChild));
        assertThat(engine.restarts()).isZero();
    }

    @Test
    void restartsBehindADrainWhereMemoryHasNoRoomForTwo() throws Exception {
        availableMemory.set(1 << 20);
        Speech before = new Speech(text("Speak", 6000));
        CompletableFuture<String> speech = before.startSpeaking();
        List<AdapterStep> steps = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> hadEnded = new CompletableFuture<>();
        CompletableFuture<Void> loaded = inBackground(() -> engine.load(owls, step -> {
            steps.add(step);
            if (step == AdapterStep.LOADING) {
                hadEnded.complete(before.hasEnded());
            }
        }));
        await().until(() -> steps.contains(AdapterStep.WAITING));
        CompletableFuture<String> meanwhile = new Speech(text("Speak", 12)).start();

        assertThat(engine.state()).isInstanceOf(EngineState.Ready.class);
        loaded.join();
        assertThat(hadEnded.join()).isTrue();
        assertThat(speech.join()).isEqualTo(ScriptedModel.SENTENCE.repeat(500));
        assertThat(meanwhile.join()).isEqualTo(ScriptedModel.SENTENCE);
        assertThat(new Speech(text("Speak", 12).withAdapter("owls")).run()).isEqualTo(ScriptedAdapter.OWLS.sentence());
        assertThat(steps.getLast()).isEqualTo(AdapterStep.LOADING);
        assertThat(engine.restarts()).isZero();
    }

    @Test
    void isAsBeforeWhenARestartWithNewWeightsFails(@TempDir Path folder) throws Exception {
        engine.load(owls, _ -> {});
        availableMemory.set(1 << 22);
        Adapter wrong = new Adapter("wrong", ScriptedModel.sentence().write(folder.resolve("wrong")), "3");

        assertThatThrownBy(() -> engine.load(wrong, _ -> {}))
                .isInstanceOfSatisfying(
                        AdapterRefusal.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(AdapterRefusal.Reason.INVALID));
        assertThat(engine.adapters()).containsExactly(owls);
        assertThat(new Speech(text("Speak", 12).withAdapter("owls")).run()).isEqualTo(ScriptedAdapter.OWLS.sentence());
    }

    @Test
    void refusesWhatFitsIntoNoMemory() throws Exception {
        availableMemory.set(100);

        assertThatThrownBy(() -> engine.load(owls, _ -> {}))
                .isInstanceOfSatisfying(
                        AdapterRefusal.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(AdapterRefusal.Reason.NO_ROOM));
        assertThat(engine.adapters()).isEmpty();
    }

    @Test
    void bringsAllAdaptersBackAfterACrash() throws Exception {
        engine.load(owls, _ -> {});
        engine.load(rain, _ -> {});
        ProcessHandle.of(engine.childPid().orElseThrow()).orElseThrow().destroyForcibly();
        await().until(() -> engine.restarts() == 1);
        TestLaunch.awaitReady(engine);

        assertThat(new Speech(text("Speak", 12).withAdapter("owls")).run()).isEqualTo(ScriptedAdapter.OWLS.sentence());
        assertThat(new Speech(text("Speak", 12).withAdapter("rain")).run()).isEqualTo(ScriptedAdapter.RAIN.sentence());
        assertThat(new Speech(text("Speak", 12)).run()).isEqualTo(ScriptedModel.SENTENCE);
    }

    @Test
    void unloadsWhenTheAdaptersGenerationsHaveEnded() throws Exception {
        engine.load(owls, _ -> {});
        Speech running = new Speech(text("Speak", 3000).withAdapter("owls"));
        CompletableFuture<String> speech = running.startSpeaking();

        CompletableFuture<Boolean> hadEnded = new CompletableFuture<>();
        CompletableFuture<Void> unloaded = inBackground(() -> {
            engine.unload("owls");
            hadEnded.complete(running.hasEnded());
        });
        await().until(() -> engine.adapters().isEmpty());
        assertThatThrownBy(() -> engine.check(text("Speak", 1).withAdapter("owls")))
                .hasMessageContaining("owls");
        unloaded.join();
        assertThat(hadEnded.join()).isTrue();
        assertThat(speech.join()).isEqualTo(ScriptedAdapter.OWLS.sentence().repeat(250));
    }

    /** One generation; what it said. */
    private final class Speech {
        private final Generation generation;
        private final StringBuilder said = new StringBuilder();
        private final CountDownLatch speaking = new CountDownLatch(1);
        private volatile boolean hasEnded;
        private int cachedTokens;

        Speech(Generation generation) {
            this.generation = generation;
        }

        String run() throws InterruptedException {
            EngineFinish finish = engine.generate(generation, event -> {
                if (event instanceof EngineEvent.Piece piece) {
                    said.append(piece.text());
                    speaking.countDown();
                    hasEnded = piece.completionTokens() == generation.maxTokens();
                }
            });
            cachedTokens = finish.cachedTokens();
            return said.toString();
        }

        CompletableFuture<String> start() {
            CompletableFuture<String> result = new CompletableFuture<>();
            inBackground(() -> result.complete(run())).exceptionally(failure -> {
                result.completeExceptionally(failure);
                return null;
            });
            return result;
        }

        /** Returns when the first words are said. */
        CompletableFuture<String> startSpeaking() throws InterruptedException {
            CompletableFuture<String> result = start();
            speaking.await();
            return result;
        }

        boolean hasEnded() {
            return hasEnded;
        }

        int cachedTokens() {
            return cachedTokens;
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> inBackground(Work work) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                work.run();
                end.complete(null);
            } catch (Exception e) { // whatever it is, the test that waits for the end is told
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private static Generation text(String prompt, int maxTokens) {
        return new Generation(new Prompt.Text(prompt), maxTokens, Map.of());
    }

    private static String sentence(String adapter) {
        return switch (adapter) {
            case "owls" -> ScriptedAdapter.OWLS.sentence();
            case "rain" -> ScriptedAdapter.RAIN.sentence();
            default -> ScriptedModel.SENTENCE;
        };
    }

    private static String firstWord(String adapter) {
        String sentence = sentence(adapter);
        return sentence.substring(0, sentence.indexOf(' '));
    }

    private static ArrayNode scales(int owls, int rain) {
        ArrayNode scales = OpenAiClient.JSON.createArrayNode();
        scales.addObject().put("id", 0).put("scale", owls);
        scales.addObject().put("id", 1).put("scale", rain);
        return scales;
    }

    private static String complete(OpenAiClient client, ArrayNode scales) throws InterruptedException {
        ObjectNode body = OpenAiClient.JSON.createObjectNode();
        body.put("prompt", PROMPT).put("max_tokens", 3).set("lora", scales);
        return client.post("/v1/completions", body).body().at("/choices/0/text").asText();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
