package ai.radium.gateway.inference;

import ai.radium.contracts.worker.RawParts;
import ai.radium.contracts.worker.Sampling;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body into an {@link InferenceRequest}: scalars are checked, messages, prompt and tools pass on as raw spans
 * for the worker to check. Used again for each request of one event loop.
 */
@SuppressWarnings("EnumOrdinal") // spans lie in arrays by field: a map would cost the hot path its lookups
final class RequestBody implements JsonScanner.Members {
    private static final Field[] FIELDS = Field.values();
    private static final int KEPT_BYTES = 256 * 1024;

    private final int[] starts = new int[FIELDS.length];
    private final int[] ends = new int[FIELDS.length];
    private byte[] bytes = new byte[8 * 1024];
    private boolean includeUsage;
    private @Nullable Refusal refusal;

    /** Either of the two. */
    record Read(
            @Nullable InferenceRequest request, @Nullable Refusal refusal) {}

    /** @param chat whether {@code messages} are expected, not a {@code prompt} */
    Read read(ByteBuf body, boolean chat, boolean modelInPath) {
        int length = body.readableBytes();
        if (bytes.length < length || (bytes.length > KEPT_BYTES && length < KEPT_BYTES)) {
            bytes = new byte[Math.max(length, 8 * 1024)];
        }
        body.getBytes(body.readerIndex(), bytes, 0, length);
        java.util.Arrays.fill(starts, -1);
        includeUsage = false;
        refusal = null;
        try {
            JsonScanner json = new JsonScanner(bytes, length);
            json.document(0, this);
            if (refusal == null) {
                InferenceRequest request = request(json, body, chat, modelInPath);
                return new Read(request, null);
            }
        } catch (JsonFailure broken) {
            return new Read(
                    null, GatewayProblem.INVALID_REQUEST.because("The body is not valid JSON: " + broken.getMessage()));
        } catch (BadField bad) {
            return new Read(
                    null, GatewayProblem.INVALID_REQUEST.because(bad.detail()).at(bad.field()));
        }
        return new Read(null, refusal);
    }

    @Override
    public void member(int keyStart, int keyEnd, int valueStart, int valueEnd) {
        Field field = Field.named(bytes, keyStart, keyEnd);
        if (field == null) {
            refuseUnknown(new String(bytes, keyStart, Math.min(keyEnd - keyStart, 64), StandardCharsets.UTF_8));
            return;
        }
        int i = field.ordinal();
        if (starts[i] >= 0) {
            throw new BadField(field.word(), field.word() + " is given twice");
        }
        starts[i] = valueStart;
        ends[i] = valueEnd;
        if (bytes[valueStart] == 'n') {
            ends[i] = valueStart; // null means absent
        }
    }

    private void refuseUnknown(String name) {
        if (refusal == null) {
            refusal = GatewayProblem.INVALID_REQUEST
                    .because("The parameter " + name + " is not supported here")
                    .at(name);
        }
    }

    private InferenceRequest request(JsonScanner json, ByteBuf body, boolean chat, boolean modelInPath) {
        only(Field.N, "1");
        only(Field.BEST_OF, "1");
        only(Field.ECHO, "false");
        Field input = chat ? Field.MESSAGES : Field.PROMPT;
        if (!given(input)) {
            throw new BadField(input.word(), input.word() + " is required");
        }
        if (given(chat ? Field.PROMPT : Field.MESSAGES)) {
            String other = (chat ? Field.PROMPT : Field.MESSAGES).word();
            throw new BadField(other, other + " is not a parameter of this endpoint");
        }
        if (chat && bytes[starts[input.ordinal()]] != '[') {
            throw new BadField(input.word(), input.word() + " must be an array");
        }
        String model = modelInPath && !given(Field.MODEL) ? null : string(Field.MODEL);
        boolean stream = flag(Field.STREAM);
        streamOptions(json, stream);
        RawParts parts = new RawParts(
                span(body, input),
                raw(body, Field.STOP),
                raw(body, Field.TOOLS),
                raw(body, Field.TOOL_CHOICE),
                raw(body, Field.RESPONSE_FORMAT),
                raw(body, Field.LOGIT_BIAS),
                raw(body, Field.PARALLEL_TOOL_CALLS));
        return new InferenceRequest(model, stream, includeUsage, maxTokens(), sampling(chat), parts);
    }

    private int maxTokens() {
        Field field = given(Field.MAX_COMPLETION_TOKENS) ? Field.MAX_COMPLETION_TOKENS : Field.MAX_TOKENS;
        return given(field) ? (int) whole(field, 1, Integer.MAX_VALUE) : 0;
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
            throw new BadField(Field.TOP_LOGPROBS.word(), "top_logprobs needs logprobs to be true");
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

    private void streamOptions(JsonScanner json, boolean stream) {
        if (!given(Field.STREAM_OPTIONS)) {
            return;
        }
        int start = starts[Field.STREAM_OPTIONS.ordinal()];
        if (!stream || bytes[start] != '{') {
            throw new BadField(
                    Field.STREAM_OPTIONS.word(), "stream_options must be an object, and needs stream to be true");
        }
        json.members(start, (keyStart, keyEnd, valueStart, valueEnd) -> {
            String name = new String(bytes, keyStart, keyEnd - keyStart, StandardCharsets.UTF_8);
            switch (name) {
                case "include_usage" -> includeUsage = flag("stream_options.include_usage", valueStart, valueEnd);
                case "include_obfuscation" -> flag("stream_options.include_obfuscation", valueStart, valueEnd);
                default ->
                    throw new BadField("stream_options." + name, "stream_options." + name + " is not supported here");
            }
        });
    }

    private boolean given(Field field) {
        return starts[field.ordinal()] >= 0 && ends[field.ordinal()] > starts[field.ordinal()];
    }

    private void only(Field field, String value) {
        if (given(field) && !text(field).equals(value)) {
            throw new BadField(field.word(), field.word() + " can only be " + value + " here");
        }
    }

    private String string(Field field) {
        if (!given(field)) {
            throw new BadField(field.word(), field.word() + " is required");
        }
        int start = starts[field.ordinal()];
        if (bytes[start] != '"' || ends[field.ordinal()] - start < 3) {
            throw new BadField(field.word(), field.word() + " must be a non-empty string");
        }
        String text = new String(bytes, start + 1, ends[field.ordinal()] - start - 2, StandardCharsets.UTF_8);
        return text.indexOf('\\') < 0 ? text : JsonText.unescaped(text);
    }

    private boolean flag(Field field) {
        return given(field) && flag(field.word(), starts[field.ordinal()], ends[field.ordinal()]);
    }

    private boolean flag(String name, int start, int end) {
        if (bytes[start] != 't' && bytes[start] != 'f' && end > start) {
            throw new BadField(name, name + " must be true or false");
        }
        return bytes[start] == 't';
    }

    private long whole(Field field, long least, long most) {
        try {
            long value = Long.parseLong(text(field));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below in the same words as a number out of range
        }
        throw new BadField(
                field.word(),
                most >= Integer.MAX_VALUE
                        ? field.word() + " must be a whole number" + (least == 1 ? " of at least 1" : "")
                        : field.word() + " must be a whole number between " + least + " and " + most);
    }

    private @Nullable Float decimal(Field field, int least, int most) {
        if (!given(field)) {
            return null;
        }
        try {
            float value = Float.parseFloat(text(field));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below in the same words as a number out of range
        }
        throw new BadField(field.word(), field.word() + " must be a number between " + least + " and " + most);
    }

    private String text(Field field) {
        int start = starts[field.ordinal()];
        return new String(bytes, start, ends[field.ordinal()] - start, StandardCharsets.ISO_8859_1);
    }

    private @Nullable ByteBuf raw(ByteBuf body, Field field) {
        return given(field) ? span(body, field) : null;
    }

    private ByteBuf span(ByteBuf body, Field field) {
        int start = starts[field.ordinal()];
        return body.slice(body.readerIndex() + start, ends[field.ordinal()] - start);
    }
}
