package ai.radium.gateway.inference;

import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.inference.OutputItem.Kind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A message as Anthropic's API shows it, whole and at the beginning of a stream. */
final class MessageObject {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final byte[] head;
    private final boolean showsThinking;

    /** @param head up to its content */
    MessageObject(String head, boolean showsThinking) {
        this.head = head.getBytes(StandardCharsets.UTF_8);
        this.showsThinking = showsThinking;
    }

    /** @param usageId of the first attempt, which names the message */
    static MessageObject of(InferenceCall call, String usageId, boolean showsThinking) {
        return new MessageObject(
                "{\"id\":\"" + call.operation().idPrefix() + usageId.toLowerCase(Locale.ROOT)
                        + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                        + JsonText.quoted(call.shownModel()) + ",\"content\":",
                showsThinking);
    }

    /** Whether the item is a block of the message. */
    boolean shows(OutputItem item) {
        return showsThinking || item.kind() != Kind.REASONING;
    }

    /** Appends the message before anything of it is there. */
    void writeBegun(ByteBuf out, Tokens used) {
        out.writeBytes(head);
        ByteBufUtil.writeAscii(out, "[],\"stop_reason\":null,\"stop_sequence\":null,");
        writeUsage(out, used);
        out.writeByte('}');
    }

    /** Appends the message with its content, which must have ended. */
    void write(ByteBuf out, Finish finish, ResponseOutput output) {
        out.writeBytes(head);
        out.writeByte('[');
        boolean first = true;
        for (OutputItem item : output.items()) {
            if (shows(item)) {
                if (!first) {
                    out.writeByte(',');
                }
                writeBlock(out, item);
                first = false;
            }
        }
        ByteBufUtil.writeAscii(out, "],\"stop_reason\":\"" + stopReason(finish, output) + "\",\"stop_sequence\":null,");
        writeUsage(out, used(finish));
        out.writeByte('}');
    }

    private static void writeBlock(ByteBuf out, OutputItem item) {
        ByteBuf text = item.text();
        switch (item.kind()) {
            case MESSAGE -> writeText(out, "{\"type\":\"text\",\"text\":\"", text, "\"}");
            case REASONING -> writeText(out, "{\"type\":\"thinking\",\"thinking\":\"", text, "\",\"signature\":\"\"}");
            case CALL -> {
                writeCall(out, item);
                ByteBufUtil.writeUtf8(out, input(text.toString(StandardCharsets.UTF_8)));
                out.writeByte('}');
            }
        }
    }

    private static void writeText(ByteBuf out, String before, ByteBuf text, String after) {
        ByteBufUtil.writeAscii(out, before);
        out.writeBytes(text, text.readerIndex(), text.readableBytes());
        ByteBufUtil.writeAscii(out, after);
    }

    /** Appends a block before anything of it is there. */
    static void writeBegun(ByteBuf out, OutputItem item) {
        switch (item.kind()) {
            case MESSAGE -> ByteBufUtil.writeAscii(out, "{\"type\":\"text\",\"text\":\"\"}");
            case REASONING ->
                ByteBufUtil.writeAscii(out, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
            case CALL -> {
                writeCall(out, item);
                ByteBufUtil.writeAscii(out, "{}}");
            }
        }
    }

    private static void writeCall(ByteBuf out, OutputItem item) {
        ByteBufUtil.writeUtf8(
                out,
                "{\"type\":\"tool_use\",\"id\":" + item.call().id() + ",\"name\":"
                        + item.call().name() + ",\"input\":");
    }

    /** An input that ended before its time is no JSON: then there is none, and the reason why it stopped says so. */
    private static String input(String escaped) {
        String input = JsonText.unescaped(escaped);
        try {
            return JSON.readTree(input).isObject() ? input : "{}";
        } catch (JsonProcessingException e) {
            return "{}";
        }
    }

    static String stopReason(Finish finish, ResponseOutput output) {
        return switch (finish.reason()) {
            case "length" -> "max_tokens";
            case "content_filter" -> "refusal";
            default -> output.items().stream().anyMatch(item -> item.kind() == Kind.CALL) ? "tool_use" : "end_turn";
        };
    }

    static Tokens used(Finish finish) {
        return new Tokens(finish.promptTokens(), finish.cachedTokens(), finish.completionTokens());
    }

    /** Appends the member: what was read from a cache is not among a message's input tokens. */
    static void writeUsage(ByteBuf out, Tokens used) {
        ByteBufUtil.writeAscii(
                out,
                "\"usage\":{\"input_tokens\":" + (used.prompt() - used.cached())
                        + ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":" + used.cached()
                        + ",\"output_tokens\":" + used.completion() + "}");
    }
}
