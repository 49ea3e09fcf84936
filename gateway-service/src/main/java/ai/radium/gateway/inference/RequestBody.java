package ai.radium.gateway.inference;

import ai.radium.contracts.worker.RawParts;
import ai.radium.contracts.worker.Sampling;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body into an {@link InferenceRequest}: scalars are checked, messages, prompt and tools pass on as raw spans
 * for the worker to check. Used again for each request of one event loop.
 */
@SuppressWarnings("EnumOrdinal") // spans lie in arrays by field: a map would cost the hot path its lookups
final class RequestBody implements JsonScanner.Members {
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

    private final int[] starts = new int[FIELDS.length];
    private final int[] ends = new int[FIELDS.length];
    private final LoopBytes room = new LoopBytes();
    private byte[] bytes = new byte[0];
    private GivenNames unsupported = new GivenNames("");

    /**
     * @param operation says whether {@code messages} are expected, a {@code prompt} or an {@code input}
     * @param pathModel what the path names, which the body then need not; null when it names none
     * @throws RefusedBody when the body is not taken
     */
    InferenceRequest read(ByteBuf body, Operation operation, @Nullable String pathModel) {
        bytes = room.copy(body);
        Arrays.fill(starts, -1);
        unsupported = new GivenNames("");
        JsonScanner json = new JsonScanner(bytes, body.readableBytes());
        try {
            json.document(0, this);
        } catch (JsonFailure broken) {
            throw RefusedBody.of(broken);
        }
        labels(json);
        return operation == Operation.EMBEDDING
                ? embedding(body, pathModel)
                : generation(json, body, operation == Operation.CHAT, pathModel);
    }

    @Override
    public void member(int keyStart, int keyEnd, int valueStart, int valueEnd) {
        Field field = Field.named(bytes, keyStart, keyEnd);
        if (field == null) {
            other(JsonSpan.text(bytes, keyStart, keyEnd), valueStart, valueEnd);
        } else {
            given(field, valueStart, valueEnd);
        }
    }

    /** A name that is written with escapes, or none of ours: then only null is taken, which means absent. */
    private void other(String name, int valueStart, int valueEnd) {
        Field escaped = Field.named(name);
        if (escaped != null) {
            given(escaped, valueStart, valueEnd);
            return;
        }
        unsupported.addUnsupported(name, new JsonSpan(bytes, valueStart, valueEnd));
    }

    private void given(Field field, int valueStart, int valueEnd) {
        int i = field.ordinal();
        if (starts[i] >= 0) {
            throw RefusedBody.twice(field.word());
        }
        starts[i] = valueStart;
        ends[i] = bytes[valueStart] == 'n' ? valueStart : valueEnd; // null means absent
    }

    private EmbeddingRequest embedding(ByteBuf body, @Nullable String pathModel) {
        for (Field field : FIELDS) {
            if (given(field) && !OF_EMBEDDINGS.contains(field)) {
                throw RefusedBody.elsewhere(field.word());
            }
        }
        if (!given(Field.INPUT)) {
            throw RefusedBody.at(Field.INPUT.word(), "input is required");
        }
        String format =
                given(Field.ENCODING_FORMAT) ? span(Field.ENCODING_FORMAT).word() : "float";
        if (!format.equals("float") && !format.equals("base64")) {
            throw RefusedBody.at(Field.ENCODING_FORMAT.word(), "encoding_format must be \"float\" or \"base64\"");
        }
        int dimensions = given(Field.DIMENSIONS) ? (int) whole(Field.DIMENSIONS, 1, MOST_DIMENSIONS) : 0;
        return new EmbeddingRequest(model(pathModel), slice(body, Field.INPUT), dimensions, format.equals("base64"));
    }

    private GenerationRequest generation(JsonScanner json, ByteBuf body, boolean chat, @Nullable String pathModel) {
        one(Field.N);
        one(Field.BEST_OF);
        if (flag(Field.ECHO)) {
            throw RefusedBody.at(Field.ECHO.word(), "echo can only be false here");
        }
        for (Field field : OF_EMBEDDINGS_ALONE) {
            if (given(field)) {
                throw RefusedBody.elsewhere(field.word());
            }
        }
        Field input = chat ? Field.MESSAGES : Field.PROMPT;
        Field other = chat ? Field.PROMPT : Field.MESSAGES;
        if (!given(input)) {
            throw RefusedBody.at(input.word(), input.word() + " is required");
        }
        if (given(other)) {
            throw RefusedBody.elsewhere(other.word());
        }
        if (chat && !span(input).isArray()) {
            throw RefusedBody.at(input.word(), input.word() + " must be an array");
        }
        String model = model(pathModel);
        boolean stream = flag(Field.STREAM);
        RawParts parts = new RawParts(
                slice(body, input),
                raw(body, Field.STOP),
                raw(body, Field.TOOLS),
                raw(body, Field.TOOL_CHOICE),
                raw(body, Field.RESPONSE_FORMAT),
                raw(body, Field.LOGIT_BIAS),
                raw(body, Field.PARALLEL_TOOL_CALLS));
        return new GenerationRequest(
                model, stream, includesUsage(json, stream), maxTokens(chat), sampling(chat), parts);
    }

    /** The path's where there is one, and the body's is a name all the same. */
    private String model(@Nullable String pathModel) {
        if (!given(Field.MODEL)) {
            if (pathModel != null) {
                return pathModel;
            }
            throw RefusedBody.at(Field.MODEL.word(), "model is required");
        }
        String name = span(Field.MODEL).word();
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
        return given(field) ? (int) span(field).whole(field.word(), 1, Integer.MAX_VALUE) : 0;
    }

    private Sampling sampling(boolean chat) {
        boolean any = false;
        for (int i = Field.TEMPERATURE.ordinal(); i <= Field.TOP_LOGPROBS.ordinal(); i++) {
            any |= given(FIELDS[i]);
        }
        if (!any) {
            return Sampling.DEFAULT;
        }
        boolean logprobs = chat ? flag(Field.LOGPROBS) : given(Field.LOGPROBS);
        int top = given(Field.TOP_LOGPROBS) ? (int) whole(Field.TOP_LOGPROBS, 0, 20) : 0;
        if (!chat && logprobs) {
            top = (int) whole(Field.LOGPROBS, 0, 20);
        } else if (top > 0 && !logprobs) {
            throw RefusedBody.at(Field.TOP_LOGPROBS.word(), "top_logprobs needs logprobs to be true");
        }
        return new Sampling(
                decimal(Field.TEMPERATURE, 0, 2),
                decimal(Field.TOP_P, 0, 1),
                given(Field.TOP_K) ? (Integer) (int) whole(Field.TOP_K, 0, 1_000_000) : null,
                decimal(Field.MIN_P, 0, 1),
                decimal(Field.FREQUENCY_PENALTY, -2, 2),
                decimal(Field.PRESENCE_PENALTY, -2, 2),
                given(Field.SEED) ? (Long) whole(Field.SEED, Long.MIN_VALUE, Long.MAX_VALUE) : null,
                logprobs,
                top);
    }

    private boolean includesUsage(JsonScanner json, boolean stream) {
        if (!given(Field.STREAM_OPTIONS)) {
            return false;
        }
        if (!stream) {
            throw RefusedBody.at(Field.STREAM_OPTIONS.word(), "stream_options needs stream to be true");
        }
        if (!span(Field.STREAM_OPTIONS).isObject()) {
            throw RefusedBody.at(Field.STREAM_OPTIONS.word(), "stream_options must be an object");
        }
        StreamOptions options = new StreamOptions(bytes);
        json.members(starts[Field.STREAM_OPTIONS.ordinal()], options);
        return options.includesUsage();
    }

    /** What changes nothing in the answer is of the type that the API says all the same. */
    private void labels(JsonScanner json) {
        for (Field field : Field.LABELS) {
            if (given(field)) {
                label(json, field);
            }
        }
    }

    private void label(JsonScanner json, Field field) {
        JsonSpan value = span(field);
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
            json.members(starts[field.ordinal()], new LabelMembers(bytes, field));
        }
    }

    private boolean given(Field field) {
        return starts[field.ordinal()] >= 0 && ends[field.ordinal()] > starts[field.ordinal()];
    }

    private JsonSpan span(Field field) {
        return new JsonSpan(bytes, starts[field.ordinal()], ends[field.ordinal()]);
    }

    private void one(Field field) {
        if (given(field)) {
            whole(field, 1, 1);
        }
    }

    private boolean flag(Field field) {
        return given(field) && span(field).flag(field.word());
    }

    private long whole(Field field, long least, long most) {
        return span(field).whole(field.word(), least, most);
    }

    private @Nullable Float decimal(Field field, int least, int most) {
        return given(field) ? (Float) span(field).decimal(field.word(), least, most) : null;
    }

    private @Nullable ByteBuf raw(ByteBuf body, Field field) {
        return given(field) ? slice(body, field) : null;
    }

    private ByteBuf slice(ByteBuf body, Field field) {
        int start = starts[field.ordinal()];
        return body.slice(body.readerIndex() + start, ends[field.ordinal()] - start);
    }
}
