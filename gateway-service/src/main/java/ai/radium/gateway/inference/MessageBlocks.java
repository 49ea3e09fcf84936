package ai.radium.gateway.inference;

import ai.radium.gateway.inference.MessageTurns.Turn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Set;

/** System prompt and messages (Anthropic's API reference, "Messages") as the messages of a chat. */
final class MessageBlocks implements JsonWalk.Elements {
    /** As many as a chat may have messages. */
    private static final int MOST_MESSAGES = 2_048;

    /** In all of a request: as many as all messages of a chat may have values, each with two members and itself. */
    private static final int MOST_IN_ALL = 65_536 / 3;

    private static final MemberNames MESSAGE = MemberNames.of("role", "content");
    private static final MemberNames BLOCK = MemberNames.of(
            "type",
            "text",
            "citations",
            "cache_control",
            "id",
            "name",
            "input",
            "tool_use_id",
            "content",
            "is_error",
            "thinking",
            "signature",
            "data");
    private static final Set<String> OF_TEXTS = Set.of("type", "text", "citations", "cache_control");
    private static final Set<String> OF_CALLS = Set.of("type", "id", "name", "input", "cache_control");
    private static final Set<String> OF_RESULTS = Set.of("type", "tool_use_id", "content", "is_error", "cache_control");
    private static final Set<String> OF_THINKING = Set.of("type", "thinking", "signature", "cache_control");
    private static final Set<String> OF_REDACTED = Set.of("type", "data", "cache_control");

    private final byte[] bytes;
    private final JsonWalk walk;
    private final Dropped inputs;
    private final ByteBuf out;
    private final MessageTurns turns;
    private final MessageNames names;
    private final TextBlocks texts;
    private final CacheControl cacheControl;
    private final KnownMembers message;
    private final KnownMembers block;
    private int blocks;
    private int blocksInAll;

    MessageBlocks(byte[] bytes, JsonWalk walk, Dropped dropped, ByteBuf out, MessageNames names) {
        this.bytes = bytes;
        this.walk = walk;
        this.out = out;
        this.names = names;
        inputs = new Dropped(bytes, walk, "the other inputs");
        turns = new MessageTurns(out, names);
        texts = new TextBlocks(bytes, walk, dropped, out);
        cacheControl = new CacheControl(bytes, walk);
        message = new KnownMembers(bytes, MESSAGE);
        block = new KnownMembers(bytes, BLOCK);
    }

    /** Appends an array of messages. */
    void write(KnownMembers request) {
        turns.begin();
        if (request.has("system")) {
            turns.system();
            texts.write(request, "system");
            turns.endText();
        }
        int before = names.messageCount();
        if (!request.has("messages")) {
            throw RefusedBody.at("messages", "messages is required");
        }
        if (request.span("messages").isArray()) {
            walk.elements(request.start("messages"), this);
        }
        if (names.messageCount() == before) {
            throw RefusedBody.at("messages", "messages must be an array of at least one message that says something");
        }
        turns.endAll();
    }

    @Override
    public int element(int index, int start) {
        String place = "messages[" + index + "]";
        if (index == MOST_MESSAGES) {
            throw RefusedBody.at("messages", "messages must be at most " + MOST_MESSAGES);
        }
        if (bytes[start] != '{') {
            throw RefusedBody.at(place, place + " must be an object");
        }
        try {
            int end = message.read(walk, start);
            message.refuseOthers();
            content(role(), index);
            return end;
        } catch (RefusedBody why) {
            throw why.within(place);
        }
    }

    private Turn role() {
        return switch (message.string("role").string()) {
            case "user" -> Turn.USER;
            case "assistant" -> Turn.ASSISTANT;
            default -> throw RefusedBody.at("role", "role must be user or assistant; a system prompt is system's");
        };
    }

    private void content(Turn role, int index) {
        if (!message.has("content")) {
            throw RefusedBody.at("content", "content is required");
        }
        JsonSpan content = message.span("content");
        if (content.isString()) {
            turns.text(role, index);
            content.writeText(out);
            return;
        }
        blocks = 0;
        if (content.isArray()) {
            walk.elements(message.start("content"), (i, at) -> block(role, index, i, at));
        }
        if (blocks == 0) {
            throw RefusedBody.at("content", "content must be a string or an array of at least one block");
        }
    }

    private int block(Turn role, int message, int index, int start) {
        String place = "content[" + index + "]";
        if (index == TextBlocks.MOST || ++blocksInAll > MOST_IN_ALL) {
            throw RefusedBody.at(
                    "content",
                    "content must have at most " + TextBlocks.MOST + " blocks, and all of them together "
                            + MOST_IN_ALL);
        }
        if (bytes[start] != '{') {
            throw RefusedBody.at(place, place + " must be an object");
        }
        try {
            blocks++;
            int end = block.read(walk, start);
            block(role, message, index);
            return end;
        } catch (RefusedBody why) {
            throw why.within(place);
        }
    }

    private void block(Turn role, int message, int index) {
        String type = block.string("type").string();
        switch (type) {
            case "text" -> {
                JsonSpan text = texts.text(block, OF_TEXTS);
                turns.text(role, message);
                text.writeText(out);
            }
            case "tool_use" -> {
                saidBy(Turn.ASSISTANT, role, type);
                call(message);
            }
            case "tool_result" -> {
                saidBy(Turn.USER, role, type);
                result(message, index);
            }
            case "thinking", "redacted_thinking" -> {
                saidBy(Turn.ASSISTANT, role, type);
                thought(type);
            }
            default ->
                throw RefusedBody.at(
                        "type", "type must be text, tool_use, tool_result or thinking: models here read text alone");
        }
    }

    private static void saidBy(Turn expected, Turn role, String type) {
        if (role != expected) {
            throw RefusedBody.at(
                    "type", "type " + type + " is for messages of the " + (role == Turn.USER ? "assistant" : "user"));
        }
    }

    private void call(int message) {
        block.refuseAllBut(OF_CALLS);
        cacheControl.check(block);
        if (!block.hasObject("input")) {
            throw RefusedBody.at("input", "input is required");
        }
        inputs.check(block.start("input"), "input");
        turns.call(message, block.string("id"), block.string("name"), block.span("input"));
    }

    /** That a tool failed is told before what it gave, as a chat has no member for it. */
    private void result(int message, int index) {
        block.refuseAllBut(OF_RESULTS);
        cacheControl.check(block);
        boolean failed = block.flag("is_error");
        turns.result(message, index, block.string("tool_use_id"));
        if (failed) {
            ByteBufUtil.writeAscii(out, "Error: ");
        }
        if (block.has("content")) {
            texts.write(block, "content");
        }
        turns.endText();
    }

    /** What a model thought is for that model: ours are not shown it again. */
    private void thought(String type) {
        block.refuseAllBut(type.equals("thinking") ? OF_THINKING : OF_REDACTED);
        cacheControl.check(block);
        for (String member : Set.of("thinking", "signature", "data")) {
            block.optionalString(member);
        }
    }
}
