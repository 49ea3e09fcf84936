package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.openai.OpenAiClient;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine's steps while several prompts are read: each has its share of every step. A llama-server without the patches of
 * {@code engine/} fails here: its first slots take all.
 */
class PromptSharesTest {
    private static final int SLOTS = 4;
    private static final Duration MINUTES = Duration.ofMinutes(5);

    /** Tokens, at a token for each byte: a step of the engine has 128. */
    private static final int LONG = 40_000;

    private static final int WHOLE_STEP = 4_096;

    @Test
    void answersAShortPromptWhileLongOnesInTheSlotsBeforeItAreRead(@TempDir Path folder) throws Exception {
        try (TestServer server = TestServer.start(ScriptedModel.endless(), folder, SLOTS, 2 * LONG)) {
            OpenAiClient client = server.client();
            await().until(client::isHealthy);
            Set<Integer> spoken = ConcurrentHashMap.newKeySet();
            List<Thread> longOnes = IntStream.range(0, SLOTS - 1)
                    .mapToObj(slot -> Thread.startVirtualThread(() -> read(client, slot, spoken)))
                    .toList();
            await().until(() -> busy(client) == SLOTS - 1);

            client.post("/completion", prompt("a few words", SLOTS - 1).put("n_predict", 1), MINUTES);

            assertThat(spoken).isEmpty();
            longOnes.forEach(Thread::interrupt);
        }
    }

    @Test
    void readsTextsThatFillAStepInTurn(@TempDir Path folder) throws Exception {
        try (TestServer server = TestServer.startEmbeddings(ScriptedModel.endless(), folder, SLOTS, WHOLE_STEP);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            OpenAiClient client = server.client();
            await().until(client::isHealthy);
            AtomicIntegerArray texts = new AtomicIntegerArray(SLOTS);
            List<Future<Integer>> ends = new ArrayList<>();

            for (int caller = 0; caller < SLOTS; caller++) {
                int each = caller;
                ends.add(callers.submit(() -> embed(client, each, texts)));
            }

            for (Future<Integer> slowest : ends) {
                assertThat(slowest.get()).isGreaterThan(3);
            }
        }
    }

    /** Ten texts. @return how many the slowest had read by then */
    private static int embed(OpenAiClient client, int caller, AtomicIntegerArray texts) throws InterruptedException {
        String text = Character.toString('a' + caller).repeat(WHOLE_STEP - 2);
        for (int i = 0; i < 10; i++) {
            client.post("/v1/embeddings", OpenAiClient.JSON.createObjectNode().put("input", text), MINUTES);
            texts.incrementAndGet(caller);
        }
        return IntStream.range(0, SLOTS).map(texts::get).min().orElseThrow();
    }

    private static void read(OpenAiClient client, int slot, Set<Integer> spoken) {
        String text = Character.toString('a' + slot).repeat(LONG);
        try {
            client.stream(
                    "/completion", prompt(text, slot).put("n_predict", 1).put("stream", true), _ -> spoken.add(slot));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectNode prompt(String text, int slot) {
        return OpenAiClient.JSON.createObjectNode().put("prompt", text).put("id_slot", slot);
    }

    private static long busy(OpenAiClient client) throws InterruptedException {
        var slots = client.get("/slots").body();
        return IntStream.range(0, SLOTS)
                .filter(slot -> slots.path(slot).path("is_processing").asBoolean())
                .count();
    }
}
