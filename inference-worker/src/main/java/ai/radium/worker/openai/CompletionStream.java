package ai.radium.worker.openai;

import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineFinish;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads the chunks of one chat or text completion, as OpenAI shapes them. */
final class CompletionStream {
    /** How vLLM and SGLang end what they were made to give up. */
    private static final String ABORTED = "abort";

    private static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    private final Dialect dialect;
    private final Consumer<EngineEvent> events;
    private final Logprobs logprobs;
    private final long startedAt = System.nanoTime();
    private boolean prefilled;
    private long firstTokenAt;
    private int spoken;
    private String reason = "";
    private JsonNode usage = MissingNode.getInstance();
    private Counts counts = NONE;

    CompletionStream(Dialect dialect, Consumer<EngineEvent> events, Logprobs logprobs) {
        this.dialect = dialect;
        this.events = events;
        this.logprobs = logprobs;
    }

    void read(JsonNode chunk) {
        if (chunk.has("error")) {
            throw new EngineFailure(EngineFailure.ERROR, "the engine gave up in the middle of the answer");
        }
        dialect.counts(chunk).ifPresent(this::counted);
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
        if (reason.isEmpty() || usage.isMissingNode() || reason.equals(ABORTED)) {
            throw new EngineFailure(EngineFailure.CRASHED, "the engine ended in the middle of the answer");
        }
        int prompt = usage.path("prompt_tokens").asInt();
        int cached = dialect.keepsAccountsApart()
                ? usage.path("prompt_tokens_details").path("cached_tokens").asInt()
                : 0;
        prefilled(prompt, cached);
        long end = System.nanoTime();
        return new EngineFinish(
                reason,
                prompt,
                usage.path("completion_tokens").asInt(),
                cached,
                counts.prefillMicros() > 0 ? counts.prefillMicros() : micros(firstTokenAt - startedAt),
                counts.decodeMicros() > 0 ? counts.decodeMicros() : micros(end - firstTokenAt),
                counts.drafts());
    }

    private void counted(Counts told) {
        counts = told;
        prefilled(told.promptTokens(), told.cachedTokens());
    }

    private void prefilled(int promptTokens, int cachedTokens) {
        if (!prefilled) {
            prefilled = true;
            firstTokenAt = System.nanoTime();
            events.accept(new EngineEvent.Prefilled(promptTokens, cachedTokens));
        }
    }

    private void piece(JsonNode choice) {
        JsonNode delta = choice.path("delta");
        String text = text(delta.path("content")) + text(choice.path("text"));
        String reasoning = text(delta.path("reasoning_content")) + text(delta.path("reasoning"));
        String toolCalls =
                delta.hasNonNull("tool_calls") ? delta.get("tool_calls").toString() : "";
        if (!text.isEmpty() || !reasoning.isEmpty() || !toolCalls.isEmpty()) {
            prefilled(0, 0); // some servers tell their counts at the end only
            spoken++;
        }
        if (prefilled) { // the opening chunk may hold the role only
            int tokens = counts.equals(NONE) ? spoken : counts.completionTokens();
            events.accept(new EngineEvent.Piece(text, reasoning, toolCalls, logprobs(choice), tokens));
        }
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

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }
}
