package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Set;

/** How a message's answer is to be: {@code output_config.format} is a chat's {@code response_format}. */
final class OutputConfig {
    private static final MemberNames CONFIG = MemberNames.of("effort", "format");
    private static final MemberNames FORMAT = MemberNames.of("type", "schema");
    private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

    private final JsonWalk walk;
    private final ByteBuf chat;
    private final KnownMembers config;
    private final KnownMembers format;

    OutputConfig(byte[] bytes, JsonWalk walk, ByteBuf chat) {
        this.walk = walk;
        this.chat = chat;
        config = new KnownMembers(bytes, CONFIG);
        format = new KnownMembers(bytes, FORMAT);
    }

    /** Appends the format as a chat has it, nothing for plain text. */
    void write(KnownMembers request) {
        if (!request.hasObject("output_config")) {
            return;
        }
        try {
            config.read(walk, request.start("output_config"));
            config.refuseOthers();
            if (config.has("effort")
                    && !EFFORTS.contains(config.string("effort").string())) {
                throw RefusedBody.at("effort", "effort must be low, medium, high, xhigh or max");
            }
            if (config.hasObject("format")) {
                format();
            }
        } catch (RefusedBody why) {
            throw why.within("output_config");
        }
    }

    private void format() {
        try {
            format.read(walk, config.start("format"));
            format.refuseOthers();
            if (!format.string("type").string().equals("json_schema")) {
                throw RefusedBody.at("type", "type must be json_schema");
            }
            if (!format.hasObject("schema")) {
                throw RefusedBody.at("schema", "schema is required");
            }
        } catch (RefusedBody why) {
            throw why.within("format");
        }
        ByteBufUtil.writeAscii(chat, "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":");
        format.write("schema", chat);
        ByteBufUtil.writeAscii(chat, ",\"strict\":true}}");
    }
}
