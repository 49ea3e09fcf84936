import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** langchain4j-open-ai. */
final class Client {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final JsonObjectSchema CITY = JsonObjectSchema.builder()
            .addEnumProperty("city", List.of("Paris", "Lyon"))
            .required("city")
            .additionalProperties(false)
            .build();
    private static final JsonObjectSchema DAY = JsonObjectSchema.builder()
            .addEnumProperty("sky", List.of("sunny", "cloudy"))
            .addIntegerProperty("degrees")
            .required("sky", "degrees")
            .additionalProperties(false)
            .build();

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

    private static OpenAiChatModel.OpenAiChatModelBuilder model(String key, int retries) {
        return OpenAiChatModel.builder()
                .baseUrl(Features.BASE_URL)
                .apiKey(key)
                .modelName(Features.MODEL)
                .maxTokens(100)
                .maxRetries(retries)
                .timeout(TIMEOUT);
    }

    private static StreamingChatModel streaming(int most) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(Features.BASE_URL)
                .apiKey(Features.KEY)
                .modelName(Features.MODEL)
                .maxTokens(most)
                .timeout(TIMEOUT)
                .build();
    }

    private static String hello(String key, int retries) {
        return model(key, retries).maxTokens(1).build().chat(Features.HELLO);
    }

    private static void models() {
        var catalog = OpenAiModelCatalog.builder().baseUrl(Features.BASE_URL).apiKey(Features.KEY).build();
        Features.check(catalog.listModels().stream().anyMatch(model -> model.name().equals(Features.MODEL)), "not in the list");
    }

    private static void chat() {
        ChatResponse answer = model(Features.KEY, 0).build().chat(UserMessage.from(Features.HELLO));
        Features.check(!answer.aiMessage().text().isBlank(), "no text");
        Features.check(answer.tokenUsage().outputTokenCount() >= 1, answer.tokenUsage());
        Features.check(answer.finishReason() != null, answer);
    }

    /** The whole of a stream whose deltas are what it says at its end. */
    private static ChatResponse streamed(StreamingChatModel model, ChatRequest request) throws Exception {
        StringBuffer deltas = new StringBuffer();
        var whole = new CompletableFuture<ChatResponse>();
        model.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String delta) {
                deltas.append(delta);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }
        });
        ChatResponse answer = whole.get(60, TimeUnit.SECONDS);
        String text = answer.aiMessage().text();
        Features.check(deltas.toString().equals(text == null ? "" : text), deltas);
        return answer;
    }

    private static ChatRequest.Builder asked(ChatMessage... messages) {
        return ChatRequest.builder().messages(messages);
    }

    private static void stream() throws Exception {
        ChatResponse answer = streamed(streaming(12), asked(UserMessage.from(Features.HELLO)).build());
        Features.check(!answer.aiMessage().text().isBlank(), "no text");
    }

    private static void streamUsage() throws Exception {
        int tokens = streamed(streaming(12), asked(UserMessage.from(Features.HELLO)).build()).tokenUsage().outputTokenCount();
        Features.check(tokens >= 1 && tokens <= 12, tokens);
    }

    private static void tools() throws Exception {
        var weather = ToolSpecification.builder().name("weather").description("The weather of a city.").parameters(CITY).build();
        UserMessage question = UserMessage.from(Features.PARIS);
        ChatRequest request = asked(question).toolSpecifications(weather).toolChoice(ToolChoice.REQUIRED).build();
        Features.check(streamed(streaming(100), request).aiMessage().hasToolExecutionRequests(), "no call in the stream");
        var called = model(Features.KEY, 0).build().chat(request).aiMessage();
        ToolExecutionRequest call = called.toolExecutionRequests().getFirst();
        Features.check(call.name().equals("weather") && call.arguments().contains("city"), call);
        ChatRequest again = asked(question, called, ToolExecutionResultMessage.from(call, Features.SUNNY))
                .toolSpecifications(weather)
                .toolChoice(ToolChoice.NONE)
                .build();
        Features.check(!model(Features.KEY, 0).build().chat(again).aiMessage().text().isBlank(), "no answer");
    }

    private static void structured() {
        var schema = JsonSchema.builder().name("day").rootElement(DAY).build();
        var format = ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(schema).build();
        ChatRequest request = asked(UserMessage.from(Features.JUNE)).responseFormat(format).build();
        String text = model(Features.KEY, 0).strictJsonSchema(true).build().chat(request).aiMessage().text();
        Features.check(text.matches("\\{\\s*\"sky\":\\s*\"(sunny|cloudy)\",\\s*\"degrees\":\\s*-?\\d+}"), text);
    }

    private static void embeddings() {
        var model = OpenAiEmbeddingModel.builder()
                .baseUrl(Features.BASE_URL)
                .apiKey(Features.KEY)
                .modelName(Features.EMBEDDING_MODEL)
                .maxRetries(0)
                .build();
        var vectors = model.embedAll(List.of(TextSegment.from("a cat"), TextSegment.from("a dog"))).content();
        for (var vector : vectors) {
            double square = vector.vectorAsList().stream().mapToDouble(value -> value * value).sum();
            Features.check(Math.abs(square - 1) < 1e-4, square);
        }
    }

    private static void responses() {
        var model = OpenAiResponsesChatModel.builder()
                .baseUrl(Features.BASE_URL)
                .apiKey(Features.KEY)
                .modelName(Features.MODEL)
                .maxOutputTokens(16)
                .build();
        ChatResponse answer = model.chat(UserMessage.from(Features.HELLO));
        Features.check(!answer.aiMessage().text().isBlank(), "no text");
        Features.check(answer.tokenUsage().outputTokenCount() >= 1, answer.tokenUsage());
    }

    private static void responsesStream() throws Exception {
        var model = OpenAiResponsesStreamingChatModel.builder()
                .baseUrl(Features.BASE_URL)
                .apiKey(Features.KEY)
                .modelName(Features.MODEL)
                .maxOutputTokens(16)
                .build();
        ChatResponse answer = streamed(model, asked(UserMessage.from(Features.HELLO)).build());
        Features.check(!answer.aiMessage().text().isBlank(), "no text");
        Features.check(answer.tokenUsage().outputTokenCount() >= 1, answer.tokenUsage());
    }

    private static void wrongKey() throws Exception {
        Features.refused(AuthenticationException.class, () -> hello(Features.WRONG_KEY, 0));
    }

    private static void unknownModel() throws Exception {
        var refusal = Features.refused(ModelNotFoundException.class, () -> model(Features.KEY, 0)
                .modelName("no-such-model")
                .build()
                .chat(Features.HELLO));
        Features.check(refusal.getMessage().contains("no-such-model"), refusal);
    }

    private static void badParameter() throws Exception {
        var refusal = Features.refused(
                InvalidRequestException.class,
                () -> model(Features.KEY, 0).temperature(9.0).build().chat(Features.HELLO));
        Features.check(refusal.getMessage().contains("temperature"), refusal);
    }

    private static void rateLimit() throws Exception {
        hello(Features.LIMITED_KEY, 0);
        hello(Features.LIMITED_KEY, 0);
        Features.refused(RateLimitException.class, () -> hello(Features.LIMITED_KEY, 0));
    }

    private static void retry() {
        for (int i = 0; i < 3; i++) {
            hello(Features.PATIENT_KEY, 4);
        }
    }

    private static void cancel() throws Exception {
        var left = new CompletableFuture<Boolean>();
        streaming(2000).chat(asked(UserMessage.from(Features.HELLO)).build(), new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(PartialResponse delta, PartialResponseContext context) {
                context.streamingHandle().cancel();
                left.complete(context.streamingHandle().isCancelled());
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                left.complete(false);
            }

            @Override
            public void onError(Throwable error) {
                left.completeExceptionally(error);
            }
        });
        Features.check(left.get(60, TimeUnit.SECONDS), "it went on to the end");
        hello(Features.KEY, 0);
    }
}
