package ai.radium.worker.openai;

import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineFinish;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the chunks of one chat or text completion, as OpenAI shapes them. */
final class CompletionStream {
    private final Dialect dialect;
    private final Consumer<EngineEvent> events;
    private final Logprobs logprobs;
    private boolean prefilled;
    private String reason = "";
    private JsonNode usage = MissingNode.getInstance();
    private Counts counts = new Counts(0, 0, 0, 0, 0);

    CompletionStream(Dialect dialect, Consumer<EngineEvent> events, Logprobs logprobs) {
        this.dialect = dialect;
        this.events = events;
        this.logprobs = logprobs;
    }

    void read(JsonNode chunk) {
        if (chunk.has("error")) {
            throw new EngineFailure(EngineFailure.ERROR, "the engine gave up in the middle of the answer");
        }
        Optional<Counts> told = dialect.counts(chunk);
        if (told.isPresent()) {
            counts = told.get();
            prefilled(counts.promptTokens(), counts.cachedTokens());
        }
        if (chunk.hasNonNull("usage")) {
            usage = chunk.get("usage");
        }
        JsonNode choice = chunk.path("choices").path(0);
        if (choice.hasNonNull("finish_reason")) {
            reason = choice.get("finish_reason").asText();
        }
        piece(choice);
    }

    EngineFinish finish() {
        if (reason.isEmpty() || usage.isMissingNode()) {
            throw new EngineFailure(EngineFailure.CRASHED, "the engine ended in the middle of the answer");
        }
        int prompt = usage.path("prompt_tokens").asInt();
        int cached = usage.path("prompt_tokens_details").path("cached_tokens").asInt();
        prefilled(prompt, cached);
        return new EngineFinish(
                reason,
                prompt,
                usage.path("completion_tokens").asInt(),
                cached,
                counts.prefillMicros(),
                counts.decodeMicros());
    }

    private void prefilled(int promptTokens, int cachedTokens) {
        if (!prefilled) {
            prefilled = true;
            events.accept(new EngineEvent.Prefilled(promptTokens, cachedTokens));
        }
    }

    private void piece(JsonNode choice) {
        if (!prefilled) {
            return; // the opening chunk, which holds the role only
        }
        JsonNode delta = choice.path("delta");
        events.accept(new EngineEvent.Piece(
                text(delta.path("content")) + text(choice.path("text")),
                text(delta.path("reasoning_content")),
                delta.hasNonNull("tool_calls") ? delta.get("tool_calls").toString() : "",
                logprobs(choice),
                counts.completionTokens()));
    }

    private String logprobs(JsonNode choice) {
        if (!choice.hasNonNull("logprobs")) {
            return "";
        }
        return choice.has("text") ? logprobs.text(choice.get("logprobs")) : logprobs.chat(choice.get("logprobs"));
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }
}
