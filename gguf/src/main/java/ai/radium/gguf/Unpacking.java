package ai.radium.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The numbers that a tensor's bytes stand for, in the very arithmetic of ggml (dequantize_row_* of ggml-quants.c), so that they are
 * equal bit for bit.
 */
interface Unpacking {
    ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Fills the whole array. */
    void unpack(MemorySegment packed, float[] values);

    /** Nothing for types that are seen too seldom. */
    static Optional<Unpacking> of(TensorType type) {
        return Optional.ofNullable(
                switch (type) {
                    case F32 ->
                        (packed, values) -> MemorySegment.copy(
                                packed,
                                ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                                0,
                                values,
                                0,
                                values.length);
                    case F16 -> Unpacking::halves;
                    case BF16 -> Unpacking::brains;
                    case Q4_0 -> inBlocks(18, 32, Blocks32::q4o0);
                    case Q4_1 -> inBlocks(20, 32, Blocks32::q4o1);
                    case Q5_0 -> inBlocks(22, 32, Blocks32::q5o0);
                    case Q5_1 -> inBlocks(24, 32, Blocks32::q5o1);
                    case Q8_0 -> inBlocks(34, 32, Blocks32::q8o0);
                    case Q4_K -> inBlocks(144, 256, Blocks256::q4k);
                    case Q5_K -> inBlocks(176, 256, Blocks256::q5k);
                    case Q6_K -> inBlocks(210, 256, Blocks256::q6k);
                    default -> null;
                });
    }

    /** Unpacks one block. */
    interface Block {
        /**
         * @param at the block's first byte
         * @param to index of its first number
         */
        void unpack(MemorySegment packed, long at, float[] values, int to);
    }

    static float half(MemorySegment packed, long at) {
        return Float.float16ToFloat(packed.get(SHORT, at));
    }

    /** A byte without its sign. */
    static int bits(MemorySegment packed, long at) {
        return packed.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    }

    private static Unpacking inBlocks(int bytes, int numbers, Block block) {
        return (packed, values) -> {
            for (int i = 0; i < values.length / numbers; i++) {
                block.unpack(packed, (long) i * bytes, values, i * numbers);
            }
        };
    }

    private static void halves(MemorySegment packed, float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = half(packed, 2L * i);
        }
    }

    private static void brains(MemorySegment packed, float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(packed.get(SHORT, 2L * i) << 16);
        }
    }
}
