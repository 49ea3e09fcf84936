package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Set;

/**
 * The tools of a response, of which functions are a chat's. Others are run by whoever offers the models, which we do not:
 * they are left out, and the caller is told so.
 */
final class FunctionTools implements JsonWalk.Elements {
    /** As many as a chat may have. */
    private static final int MOST = 128;

    private static final MemberNames TOOL = MemberNames.of("type", "name", "description", "parameters", "strict");
    private static final MemberNames CHOICE = MemberNames.of("type", "name");

    private final byte[] bytes;
    private final JsonWalk walk;
    private final Dropped dropped;
    private final ByteBuf chat;
    private final ByteBuf echo;
    private final ChatNames names;
    private final KnownMembers tool;
    private final IgnoredTools ignored = new IgnoredTools();

    /**
     * @param chat where tools are written to as a chat has them
     * @param echo where they are written to as a response has them
     */
    FunctionTools(byte[] bytes, JsonWalk walk, Dropped dropped, ByteBuf chat, ByteBuf echo, ChatNames names) {
        this.bytes = bytes;
        this.walk = walk;
        this.dropped = dropped;
        this.chat = chat;
        this.echo = echo;
        this.names = names;
        tool = new KnownMembers(bytes, TOOL);
    }

    /** Appends two arrays of the functions, to the chat and to the echo. */
    void write(KnownMembers request) {
        chat.writeByte('[');
        echo.writeByte('[');
        if (request.has("tools")) {
            if (!request.span("tools").isArray()) {
                throw RefusedBody.at("tools", "tools must be an array");
            }
            walk.elements(request.start("tools"), this);
        }
        chat.writeByte(']');
        echo.writeByte(']');
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
        try {
            int end = tool.read(walk, start);
            if (tool.string("type").string().equals("function")) {
                names.tool(index);
                tool.refuseOthers();
                function();
                return end;
            }
        } catch (RefusedBody why) {
            throw why.within(place);
        }
        ignored.add(tool.string("type").string());
        return dropped.check(start, place);
    }

    private void function() {
        tool.string("name");
        if (tool.has("description")) {
            tool.string("description");
        }
        tool.flag("strict");
        tool.hasObject("parameters");
        if (names.toolCount() > 1) {
            chat.writeByte(',');
            echo.writeByte(',');
        }
        ByteBufUtil.writeAscii(chat, "{\"type\":\"function\",\"function\":{\"name\":");
        tool.write("name", chat);
        for (String member : List.of("description", "parameters", "strict")) {
            tool.writeMember(member, chat);
        }
        ByteBufUtil.writeAscii(chat, "}}");
        ByteBufUtil.writeAscii(echo, "{\"type\":\"function\",\"name\":");
        tool.write("name", echo);
        ByteBufUtil.writeAscii(echo, ",\"description\":");
        tool.write("description", echo);
        ByteBufUtil.writeAscii(echo, ",\"parameters\":");
        tool.write("parameters", echo);
        ByteBufUtil.writeAscii(echo, tool.flag("strict") ? ",\"strict\":true}" : ",\"strict\":false}");
    }

    /**
     * Appends the choice as a chat has it; nothing where there is none to be made.
     *
     * @throws RefusedBody when it is of another kind than functions
     */
    void writeChoice(KnownMembers request) {
        if (!request.has("tool_choice")) {
            return;
        }
        JsonSpan choice = request.span("tool_choice");
        if (!choice.isObject()) {
            String word = choice.word();
            if (!Set.of("none", "auto", "required").contains(word)) {
                throw RefusedBody.at(
                        "tool_choice", "tool_choice must be none, auto, required or a function by its name");
            }
            if (names.toolCount() > 0 || word.equals("required")) {
                choice.write(chat);
            }
            return;
        }
        KnownMembers members = new KnownMembers(bytes, CHOICE);
        try {
            members.read(walk, request.start("tool_choice"));
            if (!members.string("type").string().equals("function")) {
                throw RefusedBody.at("type", "type can only be function here");
            }
            members.refuseOthers();
            ByteBufUtil.writeAscii(chat, "{\"type\":\"function\",\"function\":{\"name\":");
            members.string("name").write(chat);
            ByteBufUtil.writeAscii(chat, "}}");
        } catch (RefusedBody why) {
            throw why.within("tool_choice");
        }
    }

    /** A header line that tells which tools were left out; empty when none was. */
    String warning() {
        return ignored.warning();
    }
}
