package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.openai.OpenAiClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine's slots: those that are neighbours generate in one pass over the weights, others in one pass each. A llama-server
 * without the patches of {@code engine/} fails here.
 */
@SuppressWarnings("NullAway.Init") // set before each test
class SlotChoiceTest {
    private static final int SLOTS = 8;
    private static final int CONTEXT = 1 << 14;
    private static final String SHORT = "a few words";
    private static final String LONG =
            "a prefix of more than thirty-two tokens, at a token for each of its bytes: ".repeat(2);

    private final List<Thread> holders = new ArrayList<>();
    private TestServer server;
    private OpenAiClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = TestServer.start(ScriptedModel.endless(), folder, SLOTS, CONTEXT);
        client = server.client();
        await().until(client::isHealthy);
    }

    @AfterEach
    void stop() {
        holders.forEach(Thread::interrupt);
        server.close();
    }

    @Test
    void worksBesideABusySlotRatherThanReuseAFewTokens() throws InterruptedException {
        complete(SHORT, 5);
        hold(1);

        assertThat(chosenFor(SHORT)).isIn(0, 2);
        assertThat(busy()).containsExactly(1);
    }

    @Test
    void fillsTheGapBetweenBusySlots() throws InterruptedException {
        hold(3);
        hold(5);

        assertThat(chosenFor(SHORT)).isEqualTo(4);
        assertThat(busy()).containsExactly(3, 5);
    }

    @Test
    void returnsToALongPrefixWhereverItIs() throws InterruptedException {
        complete(LONG, 5);
        hold(1);

        assertThat(chosenFor(LONG + "And?")).isEqualTo(5);
        assertThat(busy()).containsExactly(1);
    }

    private int chosenFor(String prompt) throws InterruptedException {
        return complete(prompt, -1).path("id_slot").asInt();
    }

    /** @param slot -1 = the engine's choice */
    private JsonNode complete(String prompt, int slot) throws InterruptedException {
        return client.post("/completion", request(prompt, slot).put("n_predict", 1))
                .body();
    }

    /** Until the slot's context is full. */
    private void hold(int slot) {
        JsonNode request = request("hold", slot).put("n_predict", CONTEXT).put("stream", true);
        holders.add(Thread.startVirtualThread(() -> {
            try {
                client.stream("/completion", request, token -> {});
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        await().until(() -> busy().contains(slot));
    }

    private static ObjectNode request(String prompt, int slot) {
        return OpenAiClient.JSON.createObjectNode().put("prompt", prompt).put("id_slot", slot);
    }

    private List<Integer> busy() throws InterruptedException {
        JsonNode slots = client.get("/slots").body();
        return IntStream.range(0, SLOTS)
                .filter(slot -> slots.path(slot).path("is_processing").asBoolean())
                .boxed()
                .toList();
    }
}
