package ai.radium.devstack.demo;

import ai.radium.devstack.process.StackFailure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a streamed chat was like for its caller.
 *
 * @param toFirstToken from the request to the first text
 * @param generating from the first text to the last
 */
record ChatAnswer(
        String requestId, int promptTokens, int completionTokens, Duration toFirstToken, Duration generating) {
    double tokensPerSecond() {
        return generating.isZero() ? 0 : (completionTokens - 1) * 1e9 / generating.toNanos();
    }

    /** Reads server-sent events to their end and hands over each piece of text as it comes. */
    static ChatAnswer read(String requestId, Stream<String> lines, long sentNanos, Consumer<String> text) {
        Reader reader = new Reader(sentNanos, text);
        lines.forEach(reader::accept);
        return reader.answer(requestId);
    }

    private static final class Reader {
        private final long sent;
        private final Consumer<String> text;
        private long first;
        private long last;
        private int prompt;
        private int completion;
        private boolean done;

        Reader(long sent, Consumer<String> text) {
            this.sent = sent;
            this.text = text;
        }

        void accept(String line) {
            if (!line.startsWith("data:")) {
                return;
            }
            String data = line.substring("data:".length()).strip();
            if (data.equals("[DONE]")) {
                done = true;
                return;
            }
            JsonNode event = parsed(data);
            if (event.hasNonNull("error")) {
                throw new StackFailure("the answer broke off: "
                        + event.path("error").path("message").asText());
            }
            take(event);
        }

        private void take(JsonNode event) {
            String piece =
                    event.path("choices").path(0).path("delta").path("content").asText("");
            if (!piece.isEmpty()) {
                last = System.nanoTime();
                first = first == 0 ? last : first;
                text.accept(piece);
            }
            if (event.hasNonNull("usage")) {
                prompt = event.path("usage").path("prompt_tokens").asInt();
                completion = event.path("usage").path("completion_tokens").asInt();
            }
        }

        ChatAnswer answer(String requestId) {
            if (!done || completion == 0) {
                throw new StackFailure("the stream ended without [DONE] and usage");
            }
            return new ChatAnswer(
                    requestId, prompt, completion, Duration.ofNanos(first - sent), Duration.ofNanos(last - first));
        }

        private static JsonNode parsed(String data) {
            try {
                return Api.JSON.readTree(data);
            } catch (JsonProcessingException e) {
                throw new StackFailure("the stream holds something that is no JSON: " + data, e);
            }
        }
    }
}
