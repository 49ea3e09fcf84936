package ai.radium.gateway.usage;

import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.usage.UsageRecord;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A usage record with its account, in the spool's own binary form: texts by length, numbers as they are.
 *
 * @param traceparent of the attempt, if it is part of a trace that is recorded
 */
record SpooledRecord(
        String account, UsageRecord usage, @Nullable String traceparent) {
    private static final UsageRecord.Outcome[] OUTCOMES = UsageRecord.Outcome.values();
    private static final BilledBy[] WAYS_TO_BILL = BilledBy.values();
    private static final int ABSENT = 0xFFFF;

    /** The upper two bits of a byte; of the length of a trace's text they are 00, or 11 where there is none. */
    private static final int MARKS = 0xC0;

    private static final int BILLED_BY = 0x80;

    @SuppressWarnings("EnumOrdinal") // of both enums words are only added at the end, as in every event
    static void write(String account, UsageRecord usage, @Nullable String traceparent, ByteBuf to) {
        text(to, account);
        text(to, usage.id());
        to.writeLong(usage.time().toEpochMilli());
        text(to, usage.keyId());
        text(to, usage.deploymentId());
        text(to, usage.model());
        text(to, usage.servedModel());
        text(to, usage.replica());
        to.writeInt(usage.revision());
        text(to, usage.requestId());
        text(to, usage.operation());
        to.writeBoolean(usage.stream());
        to.writeShort(usage.status());
        to.writeByte(usage.outcome().ordinal());
        text(to, usage.errorCode());
        to.writeInt(usage.promptTokens());
        to.writeInt(usage.cachedTokens());
        to.writeInt(usage.completionTokens());
        to.writeInt(usage.discardedTokens());
        to.writeLong(usage.ttftMicros());
        to.writeLong(usage.latencyMicros());
        to.writeLong(usage.queueMicros());
        to.writeLong(usage.decodeMicros());
        if (usage.billedBy() != null) {
            to.writeByte(BILLED_BY | usage.billedBy().ordinal());
        }
        text(to, traceparent);
    }

    static SpooledRecord read(ByteBuf from) {
        String account = given(from);
        return new SpooledRecord(
                account,
                new UsageRecord(
                        given(from),
                        Instant.ofEpochMilli(from.readLong()),
                        text(from),
                        given(from),
                        given(from),
                        given(from),
                        given(from),
                        from.readInt(),
                        given(from),
                        given(from),
                        from.readBoolean(),
                        from.readShort(),
                        OUTCOMES[from.readByte()],
                        text(from),
                        from.readInt(),
                        from.readInt(),
                        from.readInt(),
                        from.readInt(),
                        from.readLong(),
                        from.readLong(),
                        from.readLong(),
                        from.readLong(),
                        billedBy(from)),
                from.isReadable() ? text(from) : null); // else it was written before there were traces
    }

    /** Absent in what was written before there were two ways to bill: there the trace follows at once. */
    private static @Nullable BilledBy billedBy(ByteBuf from) {
        if (!from.isReadable() || (from.getByte(from.readerIndex()) & MARKS) != BILLED_BY) {
            return null;
        }
        return WAYS_TO_BILL[from.readUnsignedByte() & ~MARKS];
    }

    private static void text(ByteBuf to, @Nullable String text) {
        if (text == null) {
            to.writeShort(ABSENT);
            return;
        }
        int at = to.writerIndex();
        to.writeShort(0);
        to.setShort(at, to.writeCharSequence(text, StandardCharsets.UTF_8));
    }

    private static @Nullable String text(ByteBuf from) {
        int length = from.readUnsignedShort();
        return length == ABSENT
                ? null
                : from.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }

    private static String given(ByteBuf from) {
        String text = text(from);
        if (text == null) {
            throw new IllegalArgumentException("a text is missing in a spooled record");
        }
        return text;
    }
}
