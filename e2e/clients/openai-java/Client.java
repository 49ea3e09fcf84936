import static java.util.stream.Collectors.joining;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** openai-java. */
final class Client {
    /** A function's arguments. */
    public static final class Weather {
        public enum City {
            PARIS,
            LYON
        }

        public City city;
    }

    /** A structured answer. */
    public static final class Day {
        public enum Sky {
            SUNNY,
            CLOUDY
        }

        public Sky sky;
        public long degrees;
    }

    public static void main(String[] arguments) {
        Features.report(Map.ofEntries(
                Map.entry("models", Client::models),
                Map.entry("chat", Client::chat),
                Map.entry("stream", Client::stream),
                Map.entry("stream-usage", Client::streamUsage),
                Map.entry("tools", Client::tools),
                Map.entry("structured", Client::structured),
                Map.entry("embeddings", Client::embeddings),
                Map.entry("responses", Client::responses),
                Map.entry("responses-stream", Client::responsesStream),
                Map.entry("wrong-key", Client::wrongKey),
                Map.entry("unknown-model", Client::unknownModel),
                Map.entry("bad-parameter", Client::badParameter),
                Map.entry("rate-limit", Client::rateLimit),
                Map.entry("retry", Client::retry),
                Map.entry("cancel", Client::cancel)));
    }

    private static OpenAIClient client(String key, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(Features.BASE_URL)
                .apiKey(key)
                .maxRetries(retries)
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    private static ChatCompletionCreateParams.Builder asked(String content, long most) {
        return ChatCompletionCreateParams.builder()
                .model(Features.MODEL)
                .addUserMessage(content)
                .maxCompletionTokens(most);
    }

    private static ChatCompletion ask(String key, int retries, ChatCompletionCreateParams.Builder asked) {
        return client(key, retries).chat().completions().create(asked.build());
    }

    private static ChatCompletion hello(String key, int retries) {
        return ask(key, retries, asked(Features.HELLO, 12));
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElse("");
    }

    private static void models() {
        OpenAIClient client = client(Features.KEY, 0);
        Features.check(
                client.models().list().autoPager().stream().anyMatch(model -> model.id().equals(Features.MODEL)), "not in the list");
        Features.check(client.models().retrieve(Features.MODEL).id().equals(Features.MODEL), "not by its id");
    }

    private static void chat() {
        ChatCompletion answer = hello(Features.KEY, 0);
        answer.validate();
        long tokens = answer.usage().orElseThrow().completionTokens();
        Features.check(!text(answer).isBlank(), "no text");
        Features.check(tokens >= 1 && tokens <= 12, tokens);
    }

    private static ChatCompletion streamed(ChatCompletionCreateParams.Builder asked) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client(Features.KEY, 0).chat().completions().createStreaming(asked.build())) {
            chunks.stream().map(ChatCompletionChunk::validate).forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }

    private static void stream() {
        Features.check(!text(streamed(asked(Features.HELLO, 12))).isBlank(), "no text");
    }

    private static void streamUsage() {
        var options = ChatCompletionStreamOptions.builder().includeUsage(true).build();
        long tokens = streamed(asked(Features.HELLO, 12).streamOptions(options)).usage().orElseThrow().completionTokens();
        Features.check(tokens >= 1 && tokens <= 12, tokens);
    }

    private static void tools() {
        ChatCompletionCreateParams.Builder asked = asked(Features.PARIS, 100)
                .temperature(0)
                .addTool(Weather.class)
                .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED);
        Features.check(
                streamed(asked).choices().getFirst().message().toolCalls().orElseThrow().size() == 1, "no call in the stream");
        ChatCompletionMessage called = ask(Features.KEY, 0, asked).choices().getFirst().message();
        var call = called.toolCalls().orElseThrow().getFirst().asFunction();
        Features.check(call.function().arguments(Weather.class).city != null, call);
        asked.addMessage(called)
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content(Features.SUNNY)
                        .build())
                .toolChoice(ChatCompletionToolChoiceOption.Auto.NONE);
        Features.check(!text(ask(Features.KEY, 0, asked)).isBlank(), "no answer");
    }

    private static void structured() {
        var asked = asked(Features.JUNE, 100).responseFormat(Day.class).build();
        Day day = client(Features.KEY, 0).chat().completions().create(asked).choices().getFirst().message().content().orElseThrow();
        Features.check(day.sky != null, day);
    }

    private static void embeddings() {
        var asked = EmbeddingCreateParams.builder()
                .model(Features.EMBEDDING_MODEL)
                .inputOfArrayOfStrings(List.of("a cat", "a dog"))
                .build();
        for (var item : client(Features.KEY, 0).embeddings().create(asked).data()) {
            double square = item.embedding().stream().mapToDouble(value -> value * value).sum();
            Features.check(Math.abs(square - 1) < 1e-4, square);
        }
    }

    private static ResponseCreateParams.Builder input(String text) {
        return ResponseCreateParams.builder().model(Features.MODEL).input(text).maxOutputTokens(100);
    }

    private static void responses() {
        Response answer = client(Features.KEY, 0).responses().create(input(Features.HELLO).build());
        answer.validate();
        String text = answer.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .map(part -> part.asOutputText().text())
                .collect(joining());
        Features.check(!text.isBlank(), "no text");
        var structured = input(Features.JUNE).text(Day.class).build();
        Day day = client(Features.KEY, 0).responses().create(structured).output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .map(part -> part.asOutputText())
                .findFirst()
                .orElseThrow();
        Features.check(day.sky != null, day);
    }

    private static void responsesStream() {
        try (StreamResponse<ResponseStreamEvent> events =
                client(Features.KEY, 0).responses().createStreaming(input(Features.HELLO).build())) {
            List<ResponseStreamEvent> all = events.stream().map(ResponseStreamEvent::validate).toList();
            Features.check(all.stream().anyMatch(ResponseStreamEvent::isOutputTextDelta), "no text");
            Features.check(all.getLast().isCompleted() || all.getLast().isIncomplete(), all.getLast());
        }
    }

    private static void wrongKey() throws Exception {
        int status = Features.refused(UnauthorizedException.class, () -> hello(Features.WRONG_KEY, 0)).statusCode();
        Features.check(status == 401, status);
    }

    private static void unknownModel() throws Exception {
        var refusal = Features.refused(
                NotFoundException.class, () -> ask(Features.KEY, 0, asked(Features.HELLO, 12).model("no-such-model")));
        Features.check(refusal.code().orElse("").equals("model_not_found"), refusal);
    }

    private static void badParameter() throws Exception {
        var refusal = Features.refused(
                BadRequestException.class, () -> ask(Features.KEY, 0, asked(Features.HELLO, 12).temperature(9)));
        Features.check(refusal.param().orElse("").equals("temperature"), refusal);
    }

    private static void rateLimit() throws Exception {
        hello(Features.LIMITED_KEY, 0);
        hello(Features.LIMITED_KEY, 0);
        var refusal = Features.refused(RateLimitException.class, () -> hello(Features.LIMITED_KEY, 0));
        Features.check(!refusal.headers().values("Retry-After").isEmpty(), refusal.headers());
    }

    private static void retry() {
        for (int i = 0; i < 3; i++) {
            hello(Features.PATIENT_KEY, 3).validate();
        }
    }

    private static void cancel() {
        try (StreamResponse<ChatCompletionChunk> chunks =
                client(Features.KEY, 0).chat().completions().createStreaming(asked(Features.HELLO, 2000).build())) {
            Features.check(chunks.stream().findFirst().isPresent(), "no chunk");
        }
        hello(Features.KEY, 0).validate();
    }
}
