package ai.radium.worker.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.AdapterRefusal;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineLoad;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What differs on vLLM: its counts, its limits, its adapters, its metrics. */
class VllmTest {
    private static final Adapter OWLS = new Adapter("owls", Path.of("/adapters/owls/weights.safetensors"), "00");

    private FakeVllm server = new FakeVllm(0, true);
    private final UpstreamEngine engine = new UpstreamEngine(
            new Upstream(server.address(), "", Optional.empty(), OptionalInt.empty(), Optional.empty()));

    VllmTest() throws IOException {
        awaitReady();
    }

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    @Test
    void countsAsTheServerDoesFromTheFirstTokenOn() throws InterruptedException {
        assertThat(engine.state()).isEqualTo(new EngineState.Ready(FakeVllm.CONTEXT, false));
        List<EngineEvent> events = new ArrayList<>();
        EngineFinish finish = engine.generate(chat("say three words", 5), events::add);

        assertThat(events)
                .startsWith(
                        new EngineEvent.Prefilled(3, 1),
                        new EngineEvent.Piece("", "", "", "", 0),
                        new EngineEvent.Piece("one", "", "", "", 1),
                        new EngineEvent.Piece(" two", "", "", "", 2));
        assertThat(finish.completionTokens()).isEqualTo(4);
        assertThat(finish.cachedTokens()).isEqualTo(1);
        assertThat(server.completions().getLast().path("model").asText()).isEqualTo("base");
    }

    @Test
    void endsATextWithoutALimitWhereTheContextEnds() throws InterruptedException {
        engine.generate(chat("say three words", 50), _ -> {});
        engine.generate(text("say two", Map.of(), 0), _ -> {});

        assertThat(server.completions())
                .extracting(body -> body.path("max_tokens").asInt())
                .containsExactly(50, FakeVllm.CONTEXT - 2);
    }

    @Test
    void refusesAnAnswerThatDoesNotFitBehindItsPrompt() {
        assertThatThrownBy(() -> engine.check(chat("say three words", 98)))
                .isInstanceOfSatisfying(
                        EngineRefusal.class,
                        refusal -> assertThat(refusal.explanation())
                                .contains("you requested 101 tokens (3 in the messages, 98 in the completion)"));
    }

    @Test
    void saysInKnownWordsThatTheServerFindsAPromptTooLong() throws Exception {
        try (FakeVllm other = new FakeVllm(0, "somebody", true);
                UpstreamEngine over = new UpstreamEngine(
                        new Upstream(other.address(), "", Optional.empty(), OptionalInt.of(100), Optional.empty()))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> over.state() instanceof EngineState.Ready);
            assertThatThrownBy(() -> over.generate(chat("too long", 5), _ -> {}))
                    .isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo("context_length_exceeded");
                        assertThat(refusal.explanation())
                                .contains("maximum context length is 100 tokens", "these words are too many");
                    });
        }
    }

    @Test
    void blamesThePromptForWhatIsRefusedWithoutTheSchemaToo() throws Exception {
        Map<String, JsonNode> schema = Map.of("response_format", new JsonMapper().createObjectNode());

        assertThatThrownBy(() -> engine.generate(
                        chat("bad schema", 5).with(chat("bad schema", 5).prompt(), schema), _ -> {}))
                .isInstanceOfSatisfying(
                        EngineRefusal.class,
                        refusal -> assertThat(refusal.param()).isEqualTo("response_format"));
        assertThatThrownBy(() -> engine.generate(
                        chat("bad roles", 5).with(chat("bad roles", 5).prompt(), schema), _ -> {}))
                .isInstanceOfSatisfying(
                        EngineRefusal.class,
                        refusal -> assertThat(refusal.param()).isEqualTo("messages"));
    }

    @Test
    void refusesWhatDoesNotFitWithTheNumbers() {
        assertThatThrownBy(() -> engine.check(chat("word ".repeat(120), 5)))
                .isInstanceOfSatisfying(
                        EngineRefusal.class,
                        refusal -> assertThat(refusal.explanation()).contains("context_length_exceeded", "120", "100"));
    }

    @Test
    void asksForLogprobsOfTextByTheirNumber() throws InterruptedException {
        Map<String, JsonNode> options = Map.of("logprobs", BooleanNode.TRUE, "top_logprobs", IntNode.valueOf(3));
        engine.generate(text("say two", options, 1), _ -> {});

        assertThat(server.completions().getLast().path("logprobs").asInt()).isEqualTo(3);
        assertThat(server.completions().getLast().has("top_logprobs")).isFalse();
    }

    @Test
    void sendsThePromptsTokensAsTheyAre() throws InterruptedException {
        engine.generate(engine.check(new Generation(new Prompt.Tokens(List.of(5, 6)), 3, Map.of())), _ -> {});

        assertThat(server.completions().getLast().path("prompt")).hasToString("[5,6]");
        assertThatThrownBy(() -> engine.check(new Generation(new Prompt.Tokens(List.of(5, 6)), 99, Map.of())))
                .isInstanceOfSatisfying(
                        EngineRefusal.class,
                        refusal ->
                                assertThat(refusal.explanation()).contains("(2 in the prompt, 99 in the completion)"));
    }

    @Test
    void namesTheAdapterAsTheModel() throws InterruptedException {
        engine.load(OWLS, _ -> {});
        engine.generate(chat("say three words", 5).withAdapter("owls"), _ -> {});

        assertThat(engine.adapters()).containsExactly(OWLS);
        assertThat(server.adapters()).containsEntry("owls", "/adapters/owls");
        assertThat(server.completions().getLast().path("model").asText()).isEqualTo("owls");

        engine.unload("owls");
        assertThat(server.adapters()).isEmpty();
        assertThatThrownBy(() -> engine.check(chat("hi", 5).withAdapter("owls")))
                .isInstanceOf(EngineRefusal.class)
                .hasMessageContaining("owls");
    }

    @Test
    void givesTheServerItsAdaptersAgainWhenItComesBack() throws Exception {
        engine.load(OWLS, _ -> {});
        int port = server.port();
        server.close();
        await().atMost(Duration.ofSeconds(30)).until(() -> engine.state() instanceof EngineState.Broken);

        server = new FakeVllm(port, true);

        awaitReady();
        assertThat(server.adapters()).containsKey("owls");
        assertThat(engine.restarts()).isEqualTo(1);
    }

    @Test
    void saysWhyAnAdapterCannotBeLoaded() throws IOException {
        assertThatThrownBy(() -> engine.load(new Adapter("missing", Path.of("/missing/weights"), "00"), _ -> {}))
                .isInstanceOf(AdapterRefusal.class)
                .hasMessageContaining("No adapter found");
        try (FakeVllm closed = new FakeVllm(0, false);
                UpstreamEngine over = new UpstreamEngine(
                        new Upstream(closed.address(), "", Optional.empty(), OptionalInt.empty(), Optional.empty()))) {
            assertThatThrownBy(() -> over.load(OWLS, _ -> {}))
                    .isInstanceOf(AdapterRefusal.class)
                    .hasMessageContaining("VLLM_ALLOW_RUNTIME_LORA_UPDATING");
        }
        assertThat(engine.adapters()).isEmpty();
    }

    @Test
    void tellsTheLoadThatTheServerTells() {
        await().atMost(Duration.ofSeconds(30)).until(() -> engine.load().equals(new EngineLoad(0.25, 3)));
    }

    @Test
    void readsItsCacheForOneAccountOnly() throws Exception {
        engine.generate(chat("say three words", 5).of("acct_1"), _ -> {});
        engine.generate(text("say two", Map.of(), 5).of("acct_2"), _ -> {});
        engine.generate(chat("say three words", 5), _ -> {});
        assertThat(server.completions())
                .extracting(body -> body.path("cache_salt").asText())
                .containsExactly("account:acct_1", "account:acct_2", "account:");

        try (FakeVllm sglang = new FakeVllm(0, "sglang", true);
                UpstreamEngine over = new UpstreamEngine(
                        new Upstream(sglang.address(), "", Optional.empty(), OptionalInt.empty(), Optional.empty()))) {
            over.check(chat("word ".repeat(60), 5).of("acct_1"));
            over.generate(chat("say three words", 5).of("acct_1"), _ -> {});
            assertThat(sglang.completions())
                    .isNotEmpty()
                    .allSatisfy(
                            body -> assertThat(body.path("cache_salt").asText()).isEqualTo("account:acct_1"));
        }
    }

    @Test
    void knowsTheNamesOfSglang() throws Exception {
        try (FakeVllm sglang = new FakeVllm(0, "sglang", true);
                UpstreamEngine over = new UpstreamEngine(
                        new Upstream(sglang.address(), "", Optional.empty(), OptionalInt.empty(), Optional.empty()))) {
            over.load(OWLS, _ -> {});
            over.generate(chat("say three words", 5).withAdapter("owls"), _ -> {});

            assertThat(sglang.adapters()).containsKey("owls");
            JsonNode sent = sglang.completions().getLast();
            assertThat(sent.path("model").asText()).isEqualTo("base");
            assertThat(sent.path("lora_path").asText()).isEqualTo("owls");
            await().atMost(Duration.ofSeconds(30)).until(() -> over.load().equals(new EngineLoad(0.5, 4)));
        }
    }

    @Test
    void refusesToolsThatTheServerWasNotStartedToRead() {
        Generation generation =
                chat("hi", 5).with(chat("hi", 5).prompt(), Map.of("tools", new JsonMapper().createArrayNode()));
        assertThatThrownBy(() -> engine.check(generation))
                .isInstanceOfSatisfying(
                        EngineRefusal.class,
                        refusal -> assertThat(refusal.param()).isEqualTo("tools"));
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(30)).until(() -> engine.state() instanceof EngineState.Ready);
    }

    private static Generation chat(String text, int maxTokens) {
        ArrayNode messages = new JsonMapper().createArrayNode();
        messages.addObject().put("role", "user").put("content", text);
        return new Generation(new Prompt.Chat(messages), maxTokens, Map.of());
    }

    private static Generation text(String text, Map<String, JsonNode> options, int maxTokens) {
        return new Generation(new Prompt.Text(text), maxTokens, options);
    }
}
