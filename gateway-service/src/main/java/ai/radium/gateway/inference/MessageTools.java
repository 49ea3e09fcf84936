package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tools of a message as a chat's functions. Those that whoever offers the models would run are left out, and the caller is
 * told so; those whose schema is only known to Anthropic's own models are refused.
 */
final class MessageTools implements JsonWalk.Elements {
    /** As many as a chat may have. */
    private static final int MOST = 128;

    private static final MemberNames TOOL = MemberNames.of(
            "type", "name", "description", "input_schema", "strict", "eager_input_streaming", "cache_control");
    private static final MemberNames CHOICE = MemberNames.of("type", "name", "disable_parallel_tool_use");

    /** Anthropic's API reference, "Server tools". */
    private static final Pattern RUN_BY_THE_SERVER =
            Pattern.compile("(web_search|web_fetch|code_execution|tool_search_tool|mcp_toolset)(?s:.*)");

    private final byte[] bytes;
    private final JsonWalk walk;
    private final Dropped dropped;
    private final ByteBuf chat;
    private final MessageNames names;
    private final CacheControl cacheControl;
    private final KnownMembers tool;
    private final IgnoredTools ignored = new IgnoredTools();
    private boolean oneAtATime;

    /** @param chat where tools are written to as a chat has them */
    MessageTools(byte[] bytes, JsonWalk walk, Dropped dropped, ByteBuf chat, MessageNames names) {
        this.bytes = bytes;
        this.walk = walk;
        this.dropped = dropped;
        this.chat = chat;
        this.names = names;
        cacheControl = new CacheControl(bytes, walk);
        tool = new KnownMembers(bytes, TOOL);
    }

    /** Appends an array of the functions. */
    void write(KnownMembers request) {
        chat.writeByte('[');
        if (request.has("tools")) {
            if (!request.span("tools").isArray()) {
                throw RefusedBody.at("tools", "tools must be an array");
            }
            walk.elements(request.start("tools"), this);
        }
        chat.writeByte(']');
    }

    @Override
    public int element(int index, int start) {
        if (index == MOST) {
            throw RefusedBody.at("tools", "tools must be at most " + MOST);
        }
        String place = "tools[" + index + "]";
        if (bytes[start] != '{') {
            throw RefusedBody.at(place, place + " must be an object");
        }
        String type;
        try {
            int end = tool.read(walk, start);
            type = tool.has("type") ? tool.string("type").string() : "custom";
            if (type.equals("custom")) {
                names.tool(index);
                function();
                return end;
            }
            if (!RUN_BY_THE_SERVER.matcher(type).matches()) {
                throw RefusedBody.at("type", "type must be custom: of a tool of another type no schema is known here");
            }
        } catch (RefusedBody why) {
            throw why.within(place);
        }
        ignored.add(type);
        return dropped.check(start, place);
    }

    private void function() {
        tool.refuseOthers();
        tool.string("name");
        tool.optionalString("description");
        tool.flag("strict");
        tool.flag("eager_input_streaming"); // inputs stream as they come in any case
        cacheControl.check(tool);
        if (!tool.hasObject("input_schema")) {
            throw RefusedBody.at("input_schema", "input_schema is required");
        }
        if (names.toolCount() > 1) {
            chat.writeByte(',');
        }
        ByteBufUtil.writeAscii(chat, "{\"type\":\"function\",\"function\":{\"name\":");
        tool.write("name", chat);
        ByteBufUtil.writeAscii(chat, ",\"parameters\":");
        tool.write("input_schema", chat);
        for (String member : List.of("description", "strict")) {
            tool.writeMember(member, chat);
        }
        ByteBufUtil.writeAscii(chat, "}}");
    }

    /**
     * Appends the choice as a chat has it; nothing where there is none to be made.
     *
     * @throws RefusedBody when it is of another kind than tools
     */
    void writeChoice(KnownMembers request) {
        if (!request.hasObject("tool_choice")) {
            return;
        }
        KnownMembers choice = new KnownMembers(bytes, CHOICE);
        try {
            choice.read(walk, request.start("tool_choice"));
            choice.refuseOthers();
            oneAtATime = choice.flag("disable_parallel_tool_use");
            choice(choice);
        } catch (RefusedBody why) {
            throw why.within("tool_choice");
        }
    }

    private void choice(KnownMembers choice) {
        String type = choice.string("type").string();
        if (choice.has("name") && !type.equals("tool")) {
            throw RefusedBody.at("name", "name is for the type tool");
        }
        switch (type) {
            case "auto", "none" -> {
                if (names.toolCount() > 0) {
                    ByteBufUtil.writeAscii(chat, "\"" + type + "\"");
                }
            }
            case "any" -> ByteBufUtil.writeAscii(chat, "\"required\"");
            case "tool" -> {
                ByteBufUtil.writeAscii(chat, "{\"type\":\"function\",\"function\":{\"name\":");
                choice.string("name").write(chat);
                ByteBufUtil.writeAscii(chat, "}}");
            }
            default -> throw RefusedBody.at("type", "type must be auto, any, tool or none");
        }
    }

    /** Appends whether several may be called at once; nothing where all is as usual. Once the choice is known. */
    void writeParallel() {
        if (oneAtATime && names.toolCount() > 0) {
            ByteBufUtil.writeAscii(chat, "false");
        }
    }

    /** A header line that tells which tools were left out; empty when none was. */
    String warning() {
        return ignored.warning();
    }
}
