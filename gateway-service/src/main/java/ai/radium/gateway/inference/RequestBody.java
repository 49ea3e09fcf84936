package ai.radium.gateway.inference;

import ai.radium.contracts.worker.RawParts;
import io.netty.buffer.ByteBuf;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body into an {@link InferenceRequest}: scalars are checked, messages, prompt and tools pass on as raw spans
 * for the worker to check. Used again for each request of one event loop.
 */
final class RequestBody {
    private static final Field[] FIELDS = Field.values();

    /** OpenAI's API reference, "Completions": {@code max_tokens} of a prompt that names none. */
    private static final int COMPLETION_TOKENS = 16;

    private static final int MOST_DIMENSIONS = 65_536;

    private static final List<Field> OF_EMBEDDINGS_ALONE =
            List.of(Field.INPUT, Field.ENCODING_FORMAT, Field.DIMENSIONS);
    private static final Set<Field> OF_EMBEDDINGS = ofEmbeddings();

    private static Set<Field> ofEmbeddings() {
        Set<Field> all = EnumSet.of(Field.MODEL);
        all.addAll(OF_EMBEDDINGS_ALONE);
        all.addAll(Field.LABELS);
        return all;
    }

    private final GivenFields fields = new GivenFields();
    private final LoopBytes room = new LoopBytes();

    /**
     * @param operation says whether {@code messages} are expected, a {@code prompt} or an {@code input}
     * @param pathModel what the path names, which the body then need not; null when it names none
     * @throws RefusedBody when the body is not taken
     */
    InferenceRequest read(ByteBuf body, Operation operation, @Nullable String pathModel) {
        byte[] bytes = room.copy(body);
        JsonScanner json = new JsonScanner(bytes, body.readableBytes());
        fields.read(json, bytes);
        labels(json);
        return operation == Operation.EMBEDDING
                ? embedding(body, pathModel)
                : generation(json, body, operation == Operation.CHAT, pathModel);
    }

    private EmbeddingRequest embedding(ByteBuf body, @Nullable String pathModel) {
        for (Field field : FIELDS) {
            if (fields.has(field) && !OF_EMBEDDINGS.contains(field)) {
                throw RefusedBody.elsewhere(field.word());
            }
        }
        if (!fields.has(Field.INPUT)) {
            throw RefusedBody.at(Field.INPUT.word(), "input is required");
        }
        String format = fields.has(Field.ENCODING_FORMAT)
                ? fields.span(Field.ENCODING_FORMAT).word()
                : "float";
        if (!format.equals("float") && !format.equals("base64")) {
            throw RefusedBody.at(Field.ENCODING_FORMAT.word(), "encoding_format must be \"float\" or \"base64\"");
        }
        int dimensions = fields.has(Field.DIMENSIONS) ? (int) fields.whole(Field.DIMENSIONS, 1, MOST_DIMENSIONS) : 0;
        return new EmbeddingRequest(
                model(pathModel), fields.slice(body, Field.INPUT), dimensions, format.equals("base64"));
    }

    private GenerationRequest generation(JsonScanner json, ByteBuf body, boolean chat, @Nullable String pathModel) {
        for (Field field : OF_EMBEDDINGS_ALONE) {
            if (fields.has(field)) {
                throw RefusedBody.elsewhere(field.word());
            }
        }
        input(chat);
        if (chat) {
            ChatHints.check(fields);
        } else {
            ChatHints.refuse(fields);
        }
        ChoiceFields asked = new ChoiceFields(fields, body);
        Choices choices = chat ? asked.ofAChat() : asked.ofACompletion();
        String model = model(pathModel);
        boolean stream = fields.flag(Field.STREAM);
        return new GenerationRequest(
                model,
                stream,
                includesUsage(json, stream),
                maxTokens(chat),
                SamplingFields.of(fields, chat),
                parts(body, chat ? Field.MESSAGES : Field.PROMPT),
                choices,
                fields.has(Field.SERVICE_TIER));
    }

    private void input(boolean chat) {
        Field input = chat ? Field.MESSAGES : Field.PROMPT;
        Field other = chat ? Field.PROMPT : Field.MESSAGES;
        if (!fields.has(input)) {
            throw RefusedBody.at(input.word(), input.word() + " is required");
        }
        if (fields.has(other)) {
            throw RefusedBody.elsewhere(other.word());
        }
        if (chat && !fields.span(input).isArray()) {
            throw RefusedBody.at(input.word(), input.word() + " must be an array");
        }
    }

    private RawParts parts(ByteBuf body, Field input) {
        return new RawParts(
                fields.slice(body, input),
                fields.raw(body, Field.STOP),
                fields.raw(body, Field.TOOLS),
                fields.raw(body, Field.TOOL_CHOICE),
                fields.raw(body, Field.RESPONSE_FORMAT),
                fields.raw(body, Field.LOGIT_BIAS),
                fields.raw(body, Field.PARALLEL_TOOL_CALLS),
                fields.raw(body, Field.FUNCTIONS),
                fields.raw(body, Field.FUNCTION_CALL));
    }

    /** The path's where there is one, and the body's is a name all the same. */
    private String model(@Nullable String pathModel) {
        if (!fields.has(Field.MODEL)) {
            if (pathModel != null) {
                return pathModel;
            }
            throw RefusedBody.at(Field.MODEL.word(), "model is required");
        }
        String name = fields.span(Field.MODEL).word();
        if (name.isEmpty()) {
            throw RefusedBody.at(Field.MODEL.word(), "model must be a non-empty string");
        }
        return pathModel == null ? name : pathModel;
    }

    private int maxTokens(boolean chat) {
        int completion = maxTokens(Field.MAX_COMPLETION_TOKENS);
        int older = maxTokens(Field.MAX_TOKENS);
        if (completion > 0 && older > 0 && completion != older) {
            throw RefusedBody.at(
                    Field.MAX_TOKENS.word(), "max_tokens and max_completion_tokens mean the same and must be equal");
        }
        int most = Math.max(completion, older);
        return most == 0 && !chat ? COMPLETION_TOKENS : most;
    }

    /** 0 = not given. */
    private int maxTokens(Field field) {
        return fields.has(field) ? (int) fields.span(field).whole(field.word(), 1, Integer.MAX_VALUE) : 0;
    }

    private boolean includesUsage(JsonScanner json, boolean stream) {
        if (!fields.has(Field.STREAM_OPTIONS)) {
            return false;
        }
        if (!stream) {
            throw RefusedBody.at(Field.STREAM_OPTIONS.word(), "stream_options needs stream to be true");
        }
        if (!fields.span(Field.STREAM_OPTIONS).isObject()) {
            throw RefusedBody.at(Field.STREAM_OPTIONS.word(), "stream_options must be an object");
        }
        StreamOptions options = new StreamOptions(fields.bytes());
        json.members(fields.start(Field.STREAM_OPTIONS), options);
        return options.includesUsage();
    }

    /** What changes nothing in the answer is of the type that the API says all the same. */
    private void labels(JsonScanner json) {
        for (Field field : Field.LABELS) {
            if (fields.has(field)) {
                label(json, field);
            }
        }
    }

    private void label(JsonScanner json, Field field) {
        JsonSpan value = fields.span(field);
        boolean right = switch (field.label()) {
            case TEXT -> value.isString();
            case FLAG -> value.isBoolean();
            case TEXTS, OBJECT -> value.isObject();
        };
        if (!right) {
            throw RefusedBody.at(
                    field.word(), field.word() + " must be " + field.label().words());
        }
        if (value.isObject()) {
            json.members(fields.start(field), new LabelMembers(fields.bytes(), field));
        }
    }
}
