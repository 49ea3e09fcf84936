package ai.radium.contracts.worker;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Reads one Event message; not for use by two threads. Fields that it does not know are skipped. */
public final class EventReader {
    private static final int ACCEPTED = 1;
    private static final int PREFILL_DONE = 2;
    private static final int DELTA = 3;
    private static final int FINISHED = 4;
    private static final int FAILED = 5;

    /** Field number → value, of the message at hand: numbers as they are, spans by start and length. */
    private static final int FIELDS = 8;

    private final long[] numbers = new long[FIELDS];
    private final int[] starts = new int[FIELDS];
    private final int[] lengths = new int[FIELDS];
    private final DeltaParts delta = new DeltaParts(starts, lengths);

    /** @throws IndexOutOfBoundsException or IllegalArgumentException when the bytes are no such message */
    public void read(ByteBuf bytes, int start, int length, EventSink sink) {
        int at = start;
        int end = start + length;
        while (at < end) {
            long tag = varint(bytes, at);
            at += varintLength(tag);
            int size = size(bytes, at, (int) tag & 7);
            at += (tag & 7) == 2 ? varintLength(size) : 0;
            if (at + size > end) {
                throw new IndexOutOfBoundsException("field beyond its message");
            }
            if ((tag & 7) == 2) {
                event((int) (tag >>> 3), bytes, at, size, sink);
            }
            at += size;
        }
    }

    private void event(int field, ByteBuf bytes, int start, int length, EventSink sink) {
        switch (field) {
            case ACCEPTED -> {
                scan(bytes, start, length);
                sink.accepted((int) numbers[1]);
            }
            case PREFILL_DONE -> {
                scan(bytes, start, length);
                sink.prefillDone(numbers[1], (int) numbers[2], (int) numbers[3]);
            }
            case DELTA -> {
                scan(bytes, start, length);
                delta(bytes, sink);
            }
            case FINISHED -> {
                scan(bytes, start, length);
                finished(bytes, sink);
            }
            case FAILED -> {
                scan(bytes, start, length);
                sink.failed(string(bytes, 1), numbers[2] != 0, string(bytes, 3), string(bytes, 4));
            }
            default -> {
                // an event of a later version: skipped, as unknown fields are
            }
        }
    }

    private void delta(ByteBuf bytes, EventSink sink) {
        int tokens = (int) numbers[2];
        for (int i = starts[2]; i < starts[2] + lengths[2]; i++) {
            tokens += bytes.getByte(i) >= 0 ? 1 : 0; // the last byte of a varint has no top bit
        }
        delta.next(bytes, tokens, (int) numbers[3]);
        sink.delta(delta);
    }

    private void finished(ByteBuf bytes, EventSink sink) {
        String reason = string(bytes, 1);
        int prompt = (int) numbers[2];
        int completion = (int) numbers[3];
        int cached = (int) numbers[5];
        scan(bytes, starts[4], lengths[4]);
        sink.finished(new EventSink.Finish(reason, prompt, completion, cached, numbers[1], numbers[2], numbers[3]));
    }

    /** Fills numbers and spans by field number; repeated varints that are not packed are counted in their number. */
    private void scan(ByteBuf bytes, int start, int length) {
        for (int i = 0; i < FIELDS; i++) {
            numbers[i] = 0;
            starts[i] = 0;
            lengths[i] = 0;
        }
        int at = start;
        int end = start + length;
        while (at < end) {
            long tag = varint(bytes, at);
            at += varintLength(tag);
            int wireType = (int) tag & 7;
            int field = (int) (tag >>> 3);
            int size = size(bytes, at, wireType);
            at += wireType == 2 ? varintLength(size) : 0;
            if (at + size > end) {
                throw new IndexOutOfBoundsException("field beyond its message");
            }
            if (field < FIELDS && wireType == 0) {
                numbers[field] = varint(bytes, at);
            } else if (field < FIELDS && wireType == 2) {
                starts[field] = at;
                lengths[field] = size;
            }
            at += size;
        }
    }

    private String string(ByteBuf bytes, int field) {
        return lengths[field] == 0 ? "" : bytes.toString(starts[field], lengths[field], StandardCharsets.UTF_8);
    }

    /** Bytes that the value takes, for a length-delimited one without its length. */
    private static int size(ByteBuf bytes, int at, int wireType) {
        return switch (wireType) {
            case 0 -> encodedLength(bytes, at);
            case 1 -> 8;
            case 2 -> {
                long length = varint(bytes, at);
                if (length < 0 || length > Integer.MAX_VALUE) {
                    throw new IllegalArgumentException("length " + length);
                }
                yield (int) length;
            }
            case 5 -> 4;
            default -> throw new IllegalArgumentException("wire type " + wireType);
        };
    }

    private static int encodedLength(ByteBuf bytes, int start) {
        int at = start;
        while (bytes.getByte(at) < 0) {
            at++;
        }
        return at - start + 1;
    }

    private static long varint(ByteBuf bytes, int start) {
        long value = 0;
        int at = start;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes.getByte(at++);
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("varint without end");
    }

    /** Bytes of the shortest encoding, which every writer of tags and lengths uses. */
    private static int varintLength(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }
}
