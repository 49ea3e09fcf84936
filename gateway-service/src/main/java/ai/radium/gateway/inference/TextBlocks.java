package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import java.util.Set;

/** A system prompt, or what a tool gave: a text, or blocks of text, of which each begins a line. */
final class TextBlocks {
    /** As many as a message of a chat may have parts. */
    static final int MOST = 1_024;

    private static final MemberNames BLOCK = MemberNames.of("type", "text", "citations", "cache_control");
    private static final Set<String> OF_TEXTS = Set.of("type", "text", "citations", "cache_control");

    private final byte[] bytes;
    private final JsonWalk walk;
    private final Dropped dropped;
    private final CacheControl cacheControl;
    private final ByteBuf out;
    private final KnownMembers block;
    private boolean isFirst;

    TextBlocks(byte[] bytes, JsonWalk walk, Dropped dropped, ByteBuf out) {
        this.bytes = bytes;
        this.walk = walk;
        this.dropped = dropped;
        this.out = out;
        cacheControl = new CacheControl(bytes, walk);
        block = new KnownMembers(bytes, BLOCK);
    }

    /** Appends the member's text as it stands between the quotes of a string. */
    void write(KnownMembers of, String member) {
        JsonSpan content = of.span(member);
        if (content.isString()) {
            content.writeText(out);
            return;
        }
        if (!content.isArray()) {
            throw RefusedBody.at(member, member + " must be a string or an array of text blocks");
        }
        isFirst = true;
        walk.elements(of.start(member), (i, at) -> block(member, i, at));
    }

    private int block(String member, int index, int start) {
        String place = member + "[" + index + "]";
        if (index == MOST) {
            throw RefusedBody.at(member, member + " must have at most " + MOST + " blocks");
        }
        if (bytes[start] != '{') {
            throw RefusedBody.at(place, place + " must be an object");
        }
        try {
            int end = block.read(walk, start);
            if (!block.string("type").string().equals("text")) {
                throw RefusedBody.at("type", "type must be text: models here read nothing else in this place");
            }
            line(out, isFirst);
            isFirst = false;
            text(block, OF_TEXTS).writeText(out);
            return end;
        } catch (RefusedBody why) {
            throw why.within(place);
        }
    }

    /** The text of a block of that type. */
    JsonSpan text(KnownMembers of, Set<String> members) {
        of.refuseAllBut(members);
        if (of.has("citations")) {
            if (!of.span("citations").isArray()) {
                throw RefusedBody.at("citations", "citations must be an array");
            }
            dropped.check(of.start("citations"), "citations");
        }
        cacheControl.check(of);
        return of.string("text");
    }

    /** Texts of two blocks are not to run into each other. */
    static void line(ByteBuf out, boolean isFirst) {
        if (!isFirst) {
            out.writeByte('\\').writeByte('n');
        }
    }
}
