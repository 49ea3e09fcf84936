package ai.radium.gateway.inference;

import static ai.radium.gateway.inference.JsonText.ascii;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Set;

/**
 * The input of a response as the messages of a chat. Texts are copied as they are written. Calls that stand side by side, and
 * the assistant's text before them, are one message.
 */
final class InputItems implements JsonWalk.Elements {
    /** As many as a chat may have messages. */
    private static final int MOST = 2_048;

    /** A client's notes to itself, which Codex sends along with its items. */
    private static final String NOTES = "internal_chat_message_metadata_passthrough";

    private static final MemberNames ITEM = MemberNames.of(
            "type",
            "role",
            "content",
            "id",
            "status",
            "phase",
            "call_id",
            "name",
            "arguments",
            "output",
            "summary",
            "encrypted_content",
            NOTES);
    private static final List<String> LABELS = List.of("id", "status", "phase");
    private static final List<String> WHAT_WAS_THOUGHT = List.of("summary", "content", "encrypted_content");
    private static final Set<String> OF_MESSAGES = Set.of("type", "id", "status", NOTES, "role", "content", "phase");
    private static final Set<String> OF_CALLS = Set.of("type", "id", "status", NOTES, "call_id", "name", "arguments");
    private static final Set<String> OF_OUTPUTS = Set.of("type", "id", "status", NOTES, "call_id", "output");
    private static final Set<String> OF_REASONING =
            Set.of("type", "id", "status", NOTES, "summary", "content", "encrypted_content");

    private static final byte[] SYSTEM = ascii("{\"role\":\"system\",\"content\":");
    private static final byte[] USER = ascii("{\"role\":\"user\",\"content\":");
    private static final byte[] ASSISTANT = ascii("{\"role\":\"assistant\",\"content\":");
    private static final byte[] OUTPUT_OF = ascii("{\"role\":\"tool\",\"tool_call_id\":");
    private static final byte[] CONTENT = ascii(",\"content\":");
    private static final byte[] TOOL_CALLS = ascii(",\"tool_calls\":[");
    private static final byte[] CALL = ascii("{\"id\":");
    private static final byte[] FUNCTION = ascii(",\"type\":\"function\",\"function\":{\"name\":");
    private static final byte[] ARGUMENTS = ascii(",\"arguments\":");

    private final byte[] bytes;
    private final JsonWalk walk;
    private final Dropped dropped;
    private final ByteBuf out;
    private final ChatNames names;
    private final KnownMembers item;
    private final ContentText text;
    private Turn turn = Turn.ENDED;

    /** What may still be added to the message that was written last. */
    private enum Turn {
        ENDED,
        ASSISTANT,
        CALLING
    }

    InputItems(byte[] bytes, JsonWalk walk, Dropped dropped, ByteBuf out, ChatNames names) {
        this.bytes = bytes;
        this.walk = walk;
        this.dropped = dropped;
        this.out = out;
        this.names = names;
        text = new ContentText(bytes, walk, dropped, out);
        item = new KnownMembers(bytes, ITEM);
    }

    /** Appends an array of messages. */
    void write(KnownMembers request) {
        out.writeByte('[');
        if (request.has("instructions")) {
            begin(SYSTEM, ResponseNames.INSTRUCTIONS);
            request.string("instructions").write(out);
            out.writeByte('}');
        }
        if (!request.has("input")) {
            throw RefusedBody.at("input", "input is required");
        }
        JsonSpan input = request.span("input");
        if (input.isString()) {
            begin(USER, ResponseNames.ALL_INPUT);
            input.write(out);
            out.writeByte('}');
        } else if (input.isArray()) {
            walk.elements(request.start("input"), this);
            end();
        }
        if (names.messageCount() == (request.has("instructions") ? 1 : 0)) {
            throw RefusedBody.at("input", "input must be a string, or an array that holds at least one message");
        }
        out.writeByte(']');
    }

    @Override
    public int element(int index, int start) {
        if (index == MOST) {
            throw RefusedBody.at("input", "input must have at most " + MOST + " items");
        }
        if (bytes[start] != '{') {
            String place = "input[" + index + "]";
            throw RefusedBody.at(place, place + " must be an object");
        }
        try {
            int end = item.read(walk, start);
            item(index);
            return end;
        } catch (RefusedBody why) {
            throw why.within("input[" + index + "]");
        }
    }

    private void item(int index) {
        String type = item.has("role") && !item.has("type")
                ? "message"
                : item.string("type").string();
        switch (type) {
            case "message" -> message(index);
            case "function_call" -> call(index);
            case "function_call_output" -> output(index);
            case "reasoning" -> reasoning();
            case "item_reference" ->
                throw RefusedBody.at("type", "type item_reference is not supported here: responses are not kept");
            default ->
                throw RefusedBody.at("type", "type must be message, function_call, function_call_output or reasoning");
        }
    }

    private void message(int index) {
        item.refuseAllBut(OF_MESSAGES);
        labels();
        end();
        switch (item.string("role").string()) {
            case "user" -> begin(USER, index);
            case "system", "developer" -> begin(SYSTEM, index);
            case "assistant" -> {
                begin(ASSISTANT, index);
                turn = Turn.ASSISTANT;
            }
            default -> throw RefusedBody.at("role", "role must be one of user, assistant, system, developer");
        }
        text.write(item, "content");
        if (turn == Turn.ENDED) {
            out.writeByte('}');
        }
    }

    private void call(int index) {
        item.refuseAllBut(OF_CALLS);
        labels();
        switch (turn) {
            case CALLING -> out.writeByte(',');
            case ASSISTANT -> out.writeBytes(TOOL_CALLS);
            case ENDED -> {
                begin(ASSISTANT, index);
                ByteBufUtil.writeAscii(out, "null");
                out.writeBytes(TOOL_CALLS);
            }
        }
        turn = Turn.CALLING;
        item.string("call_id").write(out.writeBytes(CALL));
        item.string("name").write(out.writeBytes(FUNCTION));
        item.string("arguments").write(out.writeBytes(ARGUMENTS));
        out.writeByte('}').writeByte('}');
    }

    private void output(int index) {
        item.refuseAllBut(OF_OUTPUTS);
        labels();
        end();
        begin(OUTPUT_OF, index);
        item.string("call_id").write(out);
        out.writeBytes(CONTENT);
        text.write(item, "output");
        out.writeByte('}');
    }

    /** What a model thought is for that model: ours are not shown it again. */
    private void reasoning() {
        item.refuseAllBut(OF_REASONING);
        labels();
        for (String member : WHAT_WAS_THOUGHT) {
            if (item.has(member)) {
                dropped.check(item.start(member), member);
            }
        }
    }

    /** Members of no effect. */
    private void labels() {
        for (String label : LABELS) {
            if (item.has(label)) {
                item.string(label);
            }
        }
        if (item.hasObject(NOTES)) {
            dropped.check(item.start(NOTES), NOTES);
        }
    }

    private void begin(byte[] head, int index) {
        if (names.messageCount() > 0) {
            out.writeByte(',');
        }
        names.message(index);
        out.writeBytes(head);
    }

    private void end() {
        switch (turn) {
            case ENDED -> {
                // nothing is open
            }
            case ASSISTANT -> out.writeByte('}');
            case CALLING -> out.writeByte(']').writeByte('}');
        }
        turn = Turn.ENDED;
    }
}
