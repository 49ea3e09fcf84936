package ai.radium.contracts.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/** Writes a GenerateRequest (Protocol Buffers encoding, protobuf.dev) behind gRPC's five-byte prefix. */
public final class GenerateWriter {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int PREFIX = 5;

    private GenerateWriter() {}

    /**
     * Appends one length-prefixed message; reads the parts' bytes without moving their indices.
     *
     * @param maxTokens 0 = up to the context's end
     * @param text whether the input is a prompt, not messages
     * @param adapter empty = the base model
     */
    public static void write(
            ByteBuf out,
            String model,
            RawParts parts,
            int maxTokens,
            boolean text,
            String account,
            String requestId,
            String usageId,
            Sampling sampling,
            String adapter) {
        int start = out.writerIndex();
        out.writeZero(PREFIX);
        string(out, 1, model);
        bytes(out, 2, parts.input());
        varintField(out, 3, maxTokens);
        varintField(out, 5, text ? 1 : 0);
        string(out, 6, account);
        string(out, 7, requestId);
        string(out, 8, usageId);
        write(out, sampling);
        bytes(out, 20, parts.stop());
        bytes(out, 21, parts.tools());
        bytes(out, 22, parts.toolChoice());
        bytes(out, 23, parts.responseFormat());
        bytes(out, 24, parts.logitBias());
        bytes(out, 25, parts.parallelToolCalls());
        bytes(out, 26, parts.functions());
        bytes(out, 27, parts.functionCall());
        string(out, 30, adapter);
        out.setInt(start + 1, out.writerIndex() - start - PREFIX);
    }

    private static void write(ByteBuf out, Sampling sampling) {
        floatField(out, 10, sampling.temperature());
        floatField(out, 11, sampling.topP());
        if (sampling.topK() != null) {
            tag(out, 12, VARINT);
            varint(out, sampling.topK().longValue());
        }
        floatField(out, 13, sampling.minP());
        floatField(out, 14, sampling.frequencyPenalty());
        floatField(out, 15, sampling.presencePenalty());
        if (sampling.seed() != null) {
            tag(out, 16, VARINT);
            varint(out, sampling.seed());
        }
        varintField(out, 17, sampling.logprobs() ? 1 : 0);
        varintField(out, 18, sampling.topLogprobs());
    }

    private static void string(ByteBuf out, int field, String value) {
        if (!value.isEmpty()) {
            tag(out, field, BYTES);
            varint(out, ByteBufUtil.utf8Bytes(value));
            ByteBufUtil.writeUtf8(out, value);
        }
    }

    private static void bytes(ByteBuf out, int field, @Nullable ByteBuf value) {
        if (value != null && value.isReadable()) {
            tag(out, field, BYTES);
            varint(out, value.readableBytes());
            out.writeBytes(value, value.readerIndex(), value.readableBytes());
        }
    }

    private static void floatField(ByteBuf out, int field, @Nullable Float value) {
        if (value != null) {
            tag(out, field, FIXED32);
            out.writeIntLE(Float.floatToRawIntBits(value));
        }
    }

    private static void varintField(ByteBuf out, int field, int value) {
        if (value != 0) {
            tag(out, field, VARINT);
            varint(out, value);
        }
    }

    private static void tag(ByteBuf out, int field, int wireType) {
        varint(out, ((long) field << 3) | wireType);
    }

    private static void varint(ByteBuf out, long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.writeByte((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.writeByte((int) left);
    }
}
