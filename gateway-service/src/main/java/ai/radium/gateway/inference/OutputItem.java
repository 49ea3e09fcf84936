package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One item of a response's output, as it grows. */
final class OutputItem {
    /** What an item may be, by OpenAI's words. */
    enum Kind {
        MESSAGE("message", "msg_", "output_text"),
        REASONING("reasoning", "rs_", "reasoning_text"),
        CALL("function_call", "fc_", "function_call_arguments");

        private final String type;
        private final String idPrefix;
        private final String grows;

        Kind(String type, String idPrefix, String grows) {
            this.type = type;
            this.idPrefix = idPrefix;
            this.grows = grows;
        }
    }

    private final Kind kind;
    private final int index;
    private final String id;
    private final Call call;
    private final ByteBuf text;
    private final byte[] deltaHead;
    private String status = "in_progress";

    /**
     * Of a call.
     *
     * @param id as JSON
     * @param name as JSON
     */
    record Call(String id, String name) {
        /** Of another item. */
        static final Call NONE = new Call("", "");
    }

    /**
     * @param text where it is gathered, as JSON between its quotes
     */
    OutputItem(Kind kind, int index, String usageId, Call call, ByteBuf text) {
        this.kind = kind;
        this.index = index;
        this.call = call;
        this.text = text;
        id = kind.idPrefix + name(usageId) + "_" + index;
        String type = event("delta");
        deltaHead = ("event: " + type + "\ndata: {\"type\":\"" + type + "\"," + place()
                        + (kind == Kind.MESSAGE ? ",\"logprobs\":[]" : "") + ",\"sequence_number\":")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A part of ids, so that they tell of their attempt. */
    static String name(String usageId) {
        return usageId.toLowerCase(Locale.ROOT);
    }

    Kind kind() {
        return kind;
    }

    Call call() {
        return call;
    }

    int index() {
        return index;
    }

    boolean isOpen() {
        return status.equals("in_progress");
    }

    void end(String as) {
        status = as;
    }

    ByteBuf text() {
        return text;
    }

    /** A delta's event up to the value of its sequence number. */
    byte[] deltaHead() {
        return deltaHead;
    }

    /** The type of an event that tells of what grows. */
    String event(String what) {
        return "response." + kind.grows + "." + what;
    }

    /** Whether its text is a part, with events of its own. */
    boolean hasPart() {
        return kind != Kind.CALL;
    }

    /** Where it stands, as members. */
    String place() {
        return "\"item_id\":\"" + id + "\",\"output_index\":" + index + (hasPart() ? ",\"content_index\":0" : "");
    }

    /** Appends a member with all of its text. */
    void writeText(ByteBuf out) {
        ByteBufUtil.writeAscii(out, kind == Kind.CALL ? "\"arguments\":\"" : "\"text\":\"");
        out.writeBytes(text, text.readerIndex(), text.readableBytes());
        out.writeByte('"');
    }

    /** Appends the part that its text is. */
    void writePart(ByteBuf out) {
        ByteBufUtil.writeAscii(out, "{\"type\":\"" + kind.grows + "\",");
        if (kind == Kind.MESSAGE) {
            ByteBufUtil.writeAscii(out, "\"annotations\":[],\"logprobs\":[],");
        }
        writeText(out);
        out.writeByte('}');
    }

    /** Appends the item; while it is open, without its content. */
    void write(ByteBuf out) {
        ByteBufUtil.writeAscii(
                out, "{\"type\":\"" + kind.type + "\",\"id\":\"" + id + "\",\"status\":\"" + status + "\",");
        switch (kind) {
            case CALL -> {
                ByteBufUtil.writeUtf8(out, "\"call_id\":" + call.id() + ",\"name\":" + call.name() + ",");
                writeText(out);
            }
            case MESSAGE -> writeContent(out, "\"role\":\"assistant\",");
            case REASONING -> writeContent(out, "\"summary\":[],\"encrypted_content\":null,");
        }
        out.writeByte('}');
    }

    private void writeContent(ByteBuf out, String before) {
        ByteBufUtil.writeAscii(out, before + "\"content\":[");
        if (!isOpen()) {
            writePart(out);
        }
        out.writeByte(']');
    }
}
