package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.contracts.worker.Sampling;
import ai.radium.kit.tracing.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The span of each attempt, in the words of OpenTelemetry's conventions for generative AI ("Semantic conventions for generative
 * client AI spans", 1.37). Names and numbers only: no text of a prompt or an answer, nor what a client chose freely (stop
 * sequences, users).
 */
final class AttemptSpans {
    static final String FIRST_TOKEN = "gen_ai.first_token";

    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    private static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> ACCOUNT = AttributeKey.stringKey("radium.account");
    private static final AttributeKey<String> DEPLOYMENT = AttributeKey.stringKey("radium.deployment");
    private static final AttributeKey<String> USAGE = AttributeKey.stringKey("radium.usage");
    private static final AttributeKey<Boolean> STREAM = AttributeKey.booleanKey("gen_ai.request.stream");
    private static final AttributeKey<Long> MAX_TOKENS = AttributeKey.longKey("gen_ai.request.max_tokens");
    private static final AttributeKey<Long> CHOICES = AttributeKey.longKey("gen_ai.request.choice.count");
    private static final AttributeKey<Double> TEMPERATURE = AttributeKey.doubleKey("gen_ai.request.temperature");
    private static final AttributeKey<Double> TOP_P = AttributeKey.doubleKey("gen_ai.request.top_p");
    private static final AttributeKey<Long> TOP_K = AttributeKey.longKey("gen_ai.request.top_k");
    private static final AttributeKey<Double> FREQUENCY = AttributeKey.doubleKey("gen_ai.request.frequency_penalty");
    private static final AttributeKey<Double> PRESENCE = AttributeKey.doubleKey("gen_ai.request.presence_penalty");
    private static final AttributeKey<Long> SEED = AttributeKey.longKey("gen_ai.request.seed");
    private static final AttributeKey<Long> DIMENSIONS = AttributeKey.longKey("gen_ai.embeddings.dimension.count");
    private static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");
    private static final AttributeKey<String> RESPONSE_ID = AttributeKey.stringKey("gen_ai.response.id");
    private static final AttributeKey<List<String>> REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    private static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
    private static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");
    private static final AttributeKey<Long> CACHED_TOKENS =
            AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
    private static final AttributeKey<Double> FIRST_TOKEN_SECONDS =
            AttributeKey.doubleKey("radium.time_to_first_token_seconds");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracing tracing;

    AttemptSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    /** @param request the span of the whole request: one that is not recorded stands for its attempts too */
    Span begin(Span request, InferenceCall call, Replica replica, String usageId) {
        if (!request.isRecording()) {
            return request;
        }
        String operation = operation(call.operation());
        String model = call.request().model();
        Span span = tracing.begin(SpanKind.CLIENT, operation + " " + model, request);
        span.setAttribute(OPERATION, operation);
        span.setAttribute(PROVIDER, "radium");
        span.setAttribute(MODEL, model);
        span.setAttribute(STREAM, call.request().stream());
        span.setAttribute(ACCOUNT, call.account());
        span.setAttribute(DEPLOYMENT, call.route().deployment().deploymentId());
        span.setAttribute(USAGE, usageId);
        int colon = replica.address().lastIndexOf(':');
        span.setAttribute(ADDRESS, replica.address().substring(0, colon));
        span.setAttribute(PORT, Long.parseLong(replica.address().substring(colon + 1)));
        switch (call.request()) {
            case GenerationRequest generation -> asked(span, generation);
            case TranslatedRequest translated -> asked(span, translated.chat());
            case EmbeddingRequest embedding -> positive(span, DIMENSIONS, embedding.dimensions());
        }
        return span;
    }

    private static String operation(Operation operation) {
        return switch (operation) {
            case CHAT, RESPONSE, MESSAGE -> "chat";
            case COMPLETION -> "text_completion";
            case EMBEDDING -> "embeddings";
            case COUNT -> "count_tokens";
        };
    }

    /** As sent; what was not sent is not there. */
    private static void asked(Span span, GenerationRequest request) {
        Sampling sampling = request.sampling();
        positive(span, MAX_TOKENS, request.maxTokens());
        if (request.choices().count() > 1) {
            span.setAttribute(CHOICES, request.choices().count());
        }
        given(span, TEMPERATURE, sampling.temperature());
        given(span, TOP_P, sampling.topP());
        given(span, FREQUENCY, sampling.frequencyPenalty());
        given(span, PRESENCE, sampling.presencePenalty());
        if (sampling.topK() != null) {
            span.setAttribute(TOP_K, sampling.topK().longValue());
        }
        if (sampling.seed() != null) {
            span.setAttribute(SEED, sampling.seed());
        }
    }

    private static void positive(Span span, AttributeKey<Long> key, long value) {
        if (value > 0) {
            span.setAttribute(key, value);
        }
    }

    /** With the digits that the client wrote: 0.7 and not 0.699999988. */
    private static void given(Span span, AttributeKey<Double> key, @Nullable Float value) {
        if (value != null) {
            span.setAttribute(key, Double.parseDouble(value.toString()));
        }
    }

    /** @param finish the engine's last word, if it came to that */
    static void end(Span span, InferenceCall call, UsageRecord usage, @Nullable Finish finish) {
        if (!span.isRecording()) {
            return;
        }
        span.setAttribute(RESPONSE_MODEL, usage.servedModel());
        if (!call.operation().idPrefix().isEmpty()) {
            span.setAttribute(
                    RESPONSE_ID, call.operation().idPrefix() + usage.id().toLowerCase(Locale.ROOT));
        }
        positive(span, INPUT_TOKENS, usage.promptTokens());
        positive(span, OUTPUT_TOKENS, (long) usage.completionTokens() + usage.discardedTokens());
        positive(span, CACHED_TOKENS, usage.cachedTokens());
        if (usage.ttftMicros() > 0) {
            span.setAttribute(FIRST_TOKEN_SECONDS, usage.ttftMicros() / 1e6);
        }
        if (finish != null && !finish.reason().isEmpty()) {
            span.setAttribute(REASONS, List.of(finish.reason()));
        }
        if (usage.errorCode() != null) {
            span.setAttribute(ERROR, usage.errorCode());
            span.setStatus(StatusCode.ERROR);
        } else if (usage.outcome() == Outcome.CANCELLED) {
            span.setAttribute(ERROR, "cancelled"); // by its client, which is nobody's failure
        }
        span.end();
    }
}
