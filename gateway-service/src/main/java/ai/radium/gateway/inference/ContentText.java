package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Set;

/** The content of a message, or what a function gave: a text, or parts that are one text together. */
final class ContentText {
    /** As many as a message of a chat may have. */
    private static final int MOST = 1_024;

    /** In all of a request, each with its type and its text: as many values as all messages of a chat may have. */
    private static final int MOST_IN_ALL = 65_536 / 3;

    private static final MemberNames PART = MemberNames.of("type", "text", "annotations", "logprobs", "refusal");
    private static final Set<String> OF_INPUT = Set.of("type", "text");
    private static final Set<String> OF_OUTPUT = Set.of("type", "text", "annotations", "logprobs");
    private static final Set<String> OF_REFUSALS = Set.of("type", "refusal");
    private static final List<String> WITHOUT_EFFECT = List.of("annotations", "logprobs");

    private final byte[] bytes;
    private final JsonWalk walk;
    private final Dropped dropped;
    private final ByteBuf out;
    private final KnownMembers part;
    private int parts;
    private int partsInAll;

    ContentText(byte[] bytes, JsonWalk walk, Dropped dropped, ByteBuf out) {
        this.bytes = bytes;
        this.walk = walk;
        this.dropped = dropped;
        this.out = out;
        part = new KnownMembers(bytes, PART);
    }

    /** Appends the member's text as one string of JSON, with its escapes as they are written. */
    void write(KnownMembers item, String member) {
        if (!item.has(member)) {
            throw RefusedBody.at(member, member + " is required");
        }
        JsonSpan content = item.span(member);
        if (content.isString()) {
            content.write(out);
            return;
        }
        if (!content.isArray()) {
            throw RefusedBody.at(member, member + " must be a string or an array of text parts");
        }
        parts = 0;
        out.writeByte('"');
        walk.elements(item.start(member), (i, at) -> part(member, i, at));
        out.writeByte('"');
        if (parts == 0) {
            throw RefusedBody.at(member, member + " must have at least one part");
        }
    }

    private int part(String member, int index, int start) {
        if (index == MOST || ++partsInAll > MOST_IN_ALL) {
            throw RefusedBody.at(
                    member, member + " must have at most " + MOST + " parts, and all of them together " + MOST_IN_ALL);
        }
        if (bytes[start] != '{') {
            String place = member + "[" + index + "]";
            throw RefusedBody.at(place, place + " must be an object");
        }
        try {
            parts++;
            int end = part.read(walk, start);
            text().writeText(out);
            return end;
        } catch (RefusedBody why) {
            throw why.within(member + "[" + index + "]");
        }
    }

    private JsonSpan text() {
        String type = part.string("type").string();
        switch (type) {
            case "input_text" -> part.refuseAllBut(OF_INPUT);
            case "output_text" -> part.refuseAllBut(OF_OUTPUT);
            case "refusal" -> {
                part.refuseAllBut(OF_REFUSALS);
                return part.string("refusal");
            }
            default ->
                throw RefusedBody.at(
                        "type", "type must be input_text, output_text or refusal: models here read text alone");
        }
        for (String member : WITHOUT_EFFECT) {
            if (part.has(member)) {
                dropped.check(part.start(member), member);
            }
        }
        return part.string("text");
    }
}
