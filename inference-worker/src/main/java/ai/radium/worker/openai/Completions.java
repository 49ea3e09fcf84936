package ai.radium.worker.openai;

import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineLoad;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import ai.radium.worker.engine.Vectors;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Chat and text completions of one server, and its embeddings.
 *
 * @param contextLength tokens that one generation may hold, prompt included
 * @param longestToken bytes of the vocabulary's longest token
 * @param pulse of the server
 */
public record Completions(OpenAiClient client, Dialect dialect, int contextLength, int longestToken, Pulse pulse) {
    /** Of any vocabulary. The longest tokens known are 128 spaces, or a line of as many signs of three bytes. */
    public static final int LONGEST_TOKEN = 512;

    /** More than any chat template adds by itself; below this no count is needed to know that a prompt fits. */
    private static final int TEMPLATE_TOKENS = 512;

    private static final int TEMPLATE_TOKENS_PER_MESSAGE = 16;

    private static final Set<String> TOOLS = Set.of("tools", "tool_choice", "parallel_tool_calls");

    /** Of a vocabulary that is not known. */
    public Completions(OpenAiClient client, Dialect dialect, int contextLength, Pulse pulse) {
        this(client, dialect, contextLength, LONGEST_TOKEN, pulse);
    }

    public int countTokens(Generation generation) throws InterruptedException {
        return count(generation);
    }

    /**
     * @throws EngineRefusal when the server would refuse it, or prompt and answer cannot fit together
     */
    public void check(Generation generation) throws InterruptedException {
        refuseWhatCannotFit(generation.prompt());
        // Schemas and tools must be seen by the server, however short the prompt is, and what a chat template may
        // refuse.
        boolean unseen = !generation.has("tools")
                && !generation.has("response_format")
                && !(generation.prompt() instanceof Prompt.Chat(var messages) && !Turns.areUsual(messages));
        int answer = Math.max(1, generation.maxTokens());
        if (unseen && mostTokens(generation.prompt()) + answer <= contextLength) {
            return;
        }
        int tokens = count(generation);
        String param = generation.prompt().param();
        if (tokens > contextLength && generation.maxTokens() == 0) {
            throw EngineRefusal.contextLengthExceeded(param, tokens, contextLength);
        }
        if ((long) tokens + answer > contextLength) {
            throw EngineRefusal.contextLengthExceeded(param, tokens, answer, contextLength);
        }
    }

    public EngineFinish generate(Generation generation, Consumer<EngineEvent> events) throws InterruptedException {
        Pulse.Stream beats = pulse.stream(dialect.tellsSteps());
        return pulse.during(beats, () -> generate(generation, events, beats));
    }

    private EngineFinish generate(Generation generation, Consumer<EngineEvent> events, Pulse.Stream beats)
            throws InterruptedException {
        CompletionStream stream =
                new CompletionStream(dialect, events, new Logprobs(generation.number("top_logprobs")));
        ObjectNode body = dialect.body(toTheEnd(generation));
        dialect.askForStream(body);
        Optional<Reply> refused = client.stream(CompletionRequest.path(generation), body, chunk -> {
            beats.beat();
            stream.read(chunk);
        });
        if (refused.isPresent()) {
            throw refusal(refused.get(), generation);
        }
        return stream.finish();
    }

    /** Whether it says a single token, or refuses to: its health alone does not tell that it works. */
    public boolean answers() throws InterruptedException {
        try {
            ObjectNode body = dialect.body(new Generation(new Prompt.Text("a"), 1, Map.of()));
            return client.post("/v1/completions", body).status() < 500;
        } catch (EngineFailure e) {
            return false; // it hangs on
        }
    }

    public Vectors embed(List<EmbeddingInput> inputs, int dimensions) throws InterruptedException {
        return pulse.during(() -> new EmbeddingCall(this, dimensions).vectors(inputs));
    }

    public EngineLoad load() throws InterruptedException {
        return dialect.load(client);
    }

    /** A text without a limit has the context's end for one. */
    private Generation toTheEnd(Generation generation) throws InterruptedException {
        if (generation.maxTokens() > 0 || generation.prompt() instanceof Prompt.Chat || !dialect.endsTextsEarly()) {
            return generation;
        }
        return generation.limitedTo(Math.max(1, contextLength - count(generation)));
    }

    private int count(Generation generation) throws InterruptedException {
        return switch (dialect.count(client, generation)) {
            case TokenCount.Counted(var tokens) -> tokens;
            // Nothing ran yet, so whatever the server disliked is in the request.
            case TokenCount.Refused(var reply) -> {
                Optional<EngineRefusal> overflow = dialect.overflow(reply, generation.prompt(), contextLength);
                throw overflow.isPresent() ? overflow.get() : EngineRefusal.invalid(blamed(generation), reply.error());
            }
        };
    }

    private RuntimeException refusal(Reply reply, Generation generation) throws InterruptedException {
        Optional<EngineRefusal> overflow = dialect.overflow(reply, generation.prompt(), contextLength);
        if (overflow.isPresent()) {
            return overflow.get();
        }
        if (reply.status() == 400) {
            return EngineRefusal.invalid(blamed(generation), reply.error());
        }
        return new EngineFailure(EngineFailure.ERROR, "the engine answered with status " + reply.status());
    }

    /** The field without which a server takes it: a schema, the tools, or else the prompt. All others were validated before. */
    private String blamed(Generation generation) throws InterruptedException {
        if (generation.has("response_format") && isTaken(generation.without(Set.of("response_format")))) {
            return "response_format";
        }
        if (generation.has("tools") && isTaken(generation.without(TOOLS))) {
            return "tools";
        }
        return generation.prompt().param();
    }

    private boolean isTaken(Generation generation) throws InterruptedException {
        return dialect.count(client, generation) instanceof TokenCount.Counted;
    }

    /** Spares the server's template and tokenizer what they would take seconds for. */
    private void refuseWhatCannotFit(Prompt prompt) {
        long least = prompt instanceof Prompt.Tokens(var ids) ? ids.size() : leastBytes(prompt) / longestToken;
        if (least >= contextLength) {
            throw EngineRefusal.farBeyondContextLength(prompt.param(), least, contextLength);
        }
    }

    /**
     * That the tokenizer must see: templates may drop the space around a text, and what a model thought in earlier turns. No
     * character is less than a byte.
     */
    private static long leastBytes(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Chat(var messages) ->
                messages.valueStream()
                        .filter(message -> !message.path("role").asText().equals("assistant"))
                        .mapToLong(message ->
                                message.path("content").asText().strip().length())
                        .sum();
            case Prompt.Text(var text) -> text.strip().length();
            case Prompt.Tokens(var ids) -> ids.size();
        };
    }

    /** A token is at least one byte. */
    private static long mostTokens(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Chat(var messages) ->
                JsonLength.bytes(messages) + TEMPLATE_TOKENS + (long) TEMPLATE_TOKENS_PER_MESSAGE * messages.size();
            case Prompt.Text(var text) -> JsonLength.utf8(text) + 1;
            case Prompt.Tokens(var ids) -> ids.size();
        };
    }
}
