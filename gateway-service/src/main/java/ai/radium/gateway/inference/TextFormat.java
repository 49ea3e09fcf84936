package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Set;

/** How the text of a response is to be: {@code text.format} is a chat's {@code response_format} without its inner object. */
final class TextFormat {
    private static final MemberNames TEXT = MemberNames.of("format", "verbosity");
    private static final MemberNames FORMAT = MemberNames.of("type", "name", "description", "schema", "strict");
    private static final Set<String> TYPE = Set.of("type");
    private static final Set<String> VERBOSITIES = Set.of("low", "medium", "high");

    private final JsonWalk walk;
    private final ByteBuf chat;
    private final ByteBuf echo;
    private final KnownMembers text;
    private final KnownMembers format;

    TextFormat(byte[] bytes, JsonWalk walk, ByteBuf chat, ByteBuf echo) {
        this.walk = walk;
        this.chat = chat;
        this.echo = echo;
        text = new KnownMembers(bytes, TEXT);
        format = new KnownMembers(bytes, FORMAT);
    }

    /** Appends the format as a chat has it, nothing for plain text, and the whole as a response has it. */
    void write(KnownMembers request) {
        ByteBufUtil.writeAscii(echo, "{\"format\":");
        boolean given = request.hasObject("text");
        try {
            if (given) {
                text.read(walk, request.start("text"));
                text.refuseOthers();
            }
            format(given && text.hasObject("format"));
            ByteBufUtil.writeAscii(echo, ",\"verbosity\":\"" + verbosity(given) + "\"}");
        } catch (RefusedBody why) {
            throw why.within("text");
        }
    }

    private String verbosity(boolean given) {
        String word = given && text.has("verbosity") ? text.span("verbosity").word() : "medium";
        if (!VERBOSITIES.contains(word)) {
            throw RefusedBody.at("verbosity", "verbosity must be low, medium or high");
        }
        return word;
    }

    private void format(boolean given) {
        if (!given) {
            ByteBufUtil.writeAscii(echo, "{\"type\":\"text\"}");
            return;
        }
        try {
            format.read(walk, text.start("format"));
            switch (format.string("type").string()) {
                case "text" -> format.refuseAllBut(TYPE);
                case "json_object" -> {
                    format.refuseAllBut(TYPE);
                    ByteBufUtil.writeAscii(chat, "{\"type\":\"json_object\"}");
                }
                case "json_schema" -> schema();
                default -> throw RefusedBody.at("type", "type must be text, json_object or json_schema");
            }
        } catch (RefusedBody why) {
            throw why.within("format");
        }
        text.span("format").write(echo);
    }

    private void schema() {
        format.refuseOthers();
        format.string("name");
        if (!format.hasObject("schema")) {
            throw RefusedBody.at("schema", "schema is required");
        }
        format.flag("strict");
        ByteBufUtil.writeAscii(chat, "{\"type\":\"json_schema\",\"json_schema\":{\"name\":");
        format.write("name", chat);
        for (String member : List.of("description", "schema", "strict")) {
            format.writeMember(member, chat);
        }
        ByteBufUtil.writeAscii(chat, "}}");
    }
}
