package ai.radium.contracts.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * What one step of a generation added, as spans of the bytes that were read. The reader fills the same object again for
 * each delta, so that a token costs no object: it is valid during the call only.
 */
public final class DeltaParts {
    private final int[] starts;
    private final int[] lengths;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private int tokens;
    private int completionTokens;

    /** The parts that a delta may have, by their field numbers in {@code radium.worker.v1.Delta}. */
    public enum Part {
        TEXT(1),
        REASONING(4),
        /** A JSON array of OpenAI's {@code delta.tool_calls}. */
        TOOL_CALLS(5),
        /** A JSON object of OpenAI's {@code choices[].logprobs}. */
        LOGPROBS(6);

        private final int field;

        Part(int field) {
            this.field = field;
        }
    }

    /**
     * @param starts of the parts by their field numbers, as the reader finds them
     * @param lengths likewise; 0 = absent
     */
    DeltaParts(int[] starts, int[] lengths) {
        this.starts = starts;
        this.lengths = lengths;
    }

    /** Bytes that the parts' spans lie in. */
    public ByteBuf bytes() {
        return bytes;
    }

    public boolean has(Part part) {
        return length(part) > 0;
    }

    public int start(Part part) {
        return starts[part.field];
    }

    /** In bytes; 0 = absent. */
    public int length(Part part) {
        return lengths[part.field];
    }

    /** The part as text; empty when it is absent. */
    public String text(Part part) {
        return has(part) ? bytes.toString(start(part), length(part), StandardCharsets.UTF_8) : "";
    }

    /** Appends the part's bytes as they are. */
    public void write(Part part, ByteBuf to) {
        to.writeBytes(bytes, start(part), length(part));
    }

    /** How many token ids the delta names. */
    public int tokens() {
        return tokens;
    }

    /** Generated so far; 0 = not counted by the engine. */
    public int completionTokens() {
        return completionTokens;
    }

    /** The next delta, whose parts the reader has found. */
    void next(ByteBuf from, int tokenIds, int completion) {
        bytes = from;
        tokens = tokenIds;
        completionTokens = completion;
    }
}
