package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.openai.OpenAiClient;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine's steps while a long prompt is read beside a stream, which gets a token from each: a batch of 128 tokens, or 64 while
 * several accounts come, where the engine takes any step for too long. A llama-server without the patches of {@code engine/}
 * fails here.
 */
@SuppressWarnings("NullAway.Init") // set before each test
class ShortStepsTest {
    private static final int BATCH = 128;
    private static final int SHORT = 64;

    /** Tokens, at a token for each byte. */
    private static final int LONG = 10_000;

    private static final int CONTEXT = 1 << 15;

    private final CountDownLatch spoken = new CountDownLatch(1);
    private TestServer server;
    private OpenAiClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = TestServer.start(
                ScriptedModel.endless(), folder, 2, CONTEXT, Map.of("LLAMA_SERVER_SHORT_STEP_MS", "0"));
        client = server.client();
        await().until(client::isHealthy);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void areShortBesideAnotherAccountsStream() throws InterruptedException {
        assertThat(stepsBesideTheStreamOf("another"))
                .hasSizeGreaterThan(LONG / SHORT - 1)
                .allSatisfy(step -> assertThat(step).isLessThanOrEqualTo(SHORT));
    }

    @Test
    void areWholeForAnAccountThatIsAlone() throws InterruptedException {
        assertThat(stepsBesideTheStreamOf("reads")).contains(BATCH - 1);
    }

    /** Of a long prompt, in tokens. */
    private List<Integer> stepsBesideTheStreamOf(String account) throws InterruptedException {
        Thread stream = Thread.startVirtualThread(() -> speak(account));
        spoken.await();
        List<Integer> read = new ArrayList<>(List.of(0));
        client.stream(
                "/completion",
                prompt("reads", "a".repeat(LONG)).put("n_predict", 1).put("return_progress", true),
                event -> {
                    if (event.has("prompt_progress")) {
                        read.add(event.path("prompt_progress").path("processed").asInt());
                    }
                });
        stream.interrupt();
        return IntStream.range(1, read.size())
                .mapToObj(i -> read.get(i) - read.get(i - 1))
                .toList();
    }

    private void speak(String account) {
        try {
            client.stream(
                    "/completion",
                    prompt(account, "some words more than one step counts".repeat(5))
                            .put("n_predict", CONTEXT),
                    _ -> spoken.countDown());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectNode prompt(String account, String text) {
        return OpenAiClient.JSON
                .createObjectNode()
                .put("prompt", text)
                .put("cache_salt", account)
                .put("stream", true);
    }
}
