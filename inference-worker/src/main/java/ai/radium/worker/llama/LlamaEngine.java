package ai.radium.worker.llama;

import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The engine as a llama-server child of this process. */
public final class LlamaEngine implements Engine {
    /** How long work that was accepted waits for a child that is being started again (measured: 0.1 to 0.6 s). */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** More than any chat template adds by itself; below this no count is needed to know that a prompt fits. */
    private static final int TEMPLATE_TOKENS = 512;

    private static final int TEMPLATE_TOKENS_PER_MESSAGE = 16;

    private final HttpClient http;
    private final Supervisor supervisor;

    public LlamaEngine(Launch launch) {
        // llama-server closes an idle connection after five seconds: never pick one up that is about to go.
        System.setProperty("jdk.httpclient.keepalive.timeout", "3");
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        this.supervisor = new Supervisor(launch, http);
    }

    @Override
    public EngineState state() {
        return supervisor.state();
    }

    @Override
    public int restarts() {
        return supervisor.restarts();
    }

    /** The child's process id, while one runs. */
    public Optional<Long> childPid() {
        return supervisor.childPid();
    }

    @Override
    public int countTokens(Prompt prompt) throws InterruptedException {
        return switch (prompt) {
            case Prompt.Chat(var messages) ->
                countChat(prompt, LlamaClient.JSON.createObjectNode().set("messages", messages));
            case Prompt.Text(var text) -> countText(text);
        };
    }

    @Override
    public void check(Generation generation) throws InterruptedException {
        if (!(supervisor.state() instanceof EngineState.Ready ready)
                || isPlainlyFine(generation, ready.contextLength())) {
            return;
        }
        int tokens = switch (generation.prompt()) {
            case Prompt.Chat chat -> countChat(chat, LlamaRequest.body(generation));
            case Prompt.Text text -> countText(text.text());
        };
        if (tokens >= ready.contextLength()) {
            throw EngineRefusal.contextLengthExceeded(generation.prompt().param(), tokens, ready.contextLength());
        }
    }

    @Override
    public EngineFinish generate(Generation generation, Consumer<EngineEvent> events) throws InterruptedException {
        LlamaStream stream = new LlamaStream(events, new Logprobs(generation.number("top_logprobs")));
        Optional<LlamaReply> refused =
                client().stream(LlamaRequest.path(generation), LlamaRequest.streamBody(generation), stream::read);
        if (refused.isPresent()) {
            throw refusal(refused.get(), generation);
        }
        return stream.finish();
    }

    @Override
    public void close() {
        supervisor.close();
        http.shutdownNow();
    }

    /** A token is at least one byte, so a short prompt needs no counting; schemas and tools must be seen by the engine. */
    private static boolean isPlainlyFine(Generation generation, int contextLength) {
        if (generation.has("tools") || generation.has("response_format")) {
            return false;
        }
        return switch (generation.prompt()) {
            case Prompt.Chat(var messages) ->
                utf8Length(messages.toString()) + TEMPLATE_TOKENS + (long) TEMPLATE_TOKENS_PER_MESSAGE * messages.size()
                        < contextLength;
            case Prompt.Text(var text) -> utf8Length(text) + 1 < contextLength;
        };
    }

    private static long utf8Length(String text) {
        return text.chars().mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : 3).sum();
    }

    private int countChat(Prompt prompt, ObjectNode body) throws InterruptedException {
        LlamaReply reply = client().post("/v1/chat/completions/input_tokens", body);
        if (reply.isOverflow()) {
            throw overflow(reply, prompt);
        }
        if (!reply.isOk()) {
            // Nothing ran yet, so whatever the engine disliked is in the request.
            throw EngineRefusal.invalid(blamed(body), reply.error());
        }
        return reply.body().path("input_tokens").asInt();
    }

    private int countText(String text) throws InterruptedException {
        ObjectNode body = LlamaClient.JSON.createObjectNode();
        body.put("content", text).put("add_special", true).put("parse_special", true);
        LlamaReply reply = client().post("/tokenize", body);
        if (!reply.isOk()) {
            throw EngineRefusal.invalid("prompt", reply.error());
        }
        return reply.body().path("tokens").size();
    }

    private static RuntimeException refusal(LlamaReply reply, Generation generation) {
        if (reply.isOverflow()) {
            return overflow(reply, generation.prompt());
        }
        if (reply.status() == 400) {
            return EngineRefusal.invalid(blamed(LlamaRequest.body(generation)), reply.error());
        }
        return new EngineFailure(EngineFailure.ERROR, "the engine answered with status " + reply.status());
    }

    private static EngineRefusal overflow(LlamaReply reply, Prompt prompt) {
        return EngineRefusal.contextLengthExceeded(
                prompt.param(),
                reply.body().path("error").path("n_prompt_tokens").asInt(),
                reply.body().path("error").path("n_ctx").asInt());
    }

    /** The field that an engine most likely means: all others were validated before. */
    private static String blamed(ObjectNode body) {
        for (String field : new String[] {"response_format", "tools", "messages"}) {
            if (body.has(field)) {
                return field;
            }
        }
        return "prompt";
    }

    LlamaClient client() throws InterruptedException {
        return supervisor
                .client(PATIENCE)
                .orElseThrow(() -> new EngineFailure(EngineFailure.CRASHED, "the engine is not running"));
    }
}
