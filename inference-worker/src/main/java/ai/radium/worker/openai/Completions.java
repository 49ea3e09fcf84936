package ai.radium.worker.openai;

import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Chat and text completions of one server. */
public record Completions(OpenAiClient client, Dialect dialect) {
    /** More than any chat template adds by itself; below this no count is needed to know that a prompt fits. */
    private static final int TEMPLATE_TOKENS = 512;

    private static final int TEMPLATE_TOKENS_PER_MESSAGE = 16;

    public int countTokens(Prompt prompt) throws InterruptedException {
        return count(new Generation(prompt, 0, Map.of()));
    }

    /** A token is at least one byte, so a short prompt needs no counting; schemas and tools must be seen by the server. */
    public static boolean needsNoCheck(Generation generation, int contextLength) {
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

    public void check(Generation generation, int contextLength) throws InterruptedException {
        int tokens = count(generation);
        if (tokens >= contextLength) {
            throw EngineRefusal.contextLengthExceeded(generation.prompt().param(), tokens, contextLength);
        }
    }

    public EngineFinish generate(Generation generation, Consumer<EngineEvent> events) throws InterruptedException {
        CompletionStream stream =
                new CompletionStream(dialect, events, new Logprobs(generation.number("top_logprobs")));
        ObjectNode body = dialect.body(generation);
        dialect.askForStream(body);
        Optional<Reply> refused = client.stream(CompletionRequest.path(generation), body, stream::read);
        if (refused.isPresent()) {
            throw refusal(refused.get(), generation);
        }
        return stream.finish();
    }

    private int count(Generation generation) throws InterruptedException {
        return switch (dialect.count(client, generation)) {
            case TokenCount.Counted(var tokens) -> tokens;
            // Nothing ran yet, so whatever the server disliked is in the request.
            case TokenCount.Refused(var reply) ->
                throw dialect.overflow(reply, generation.prompt())
                        .orElseGet(() -> EngineRefusal.invalid(blamed(generation), reply.error()));
        };
    }

    private RuntimeException refusal(Reply reply, Generation generation) {
        Optional<EngineRefusal> overflow = dialect.overflow(reply, generation.prompt());
        if (overflow.isPresent()) {
            return overflow.get();
        }
        if (reply.status() == 400) {
            return EngineRefusal.invalid(blamed(generation), reply.error());
        }
        return new EngineFailure(EngineFailure.ERROR, "the engine answered with status " + reply.status());
    }

    /** The field that a server most likely means: all others were validated before. */
    private static String blamed(Generation generation) {
        for (String field : new String[] {"response_format", "tools"}) {
            if (generation.has(field)) {
                return field;
            }
        }
        return generation.prompt().param();
    }

    private static long utf8Length(String text) {
        return text.chars().mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : 3).sum();
    }
}
