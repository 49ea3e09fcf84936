package ai.radium.gguf;

import static ai.radium.gguf.Unpacking.bits;
import static ai.radium.gguf.Unpacking.half;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Blocks of 32 numbers: a scale, for some a minimum, and the numbers in 4, 5 or 8 bits. */
final class Blocks32 {
    private static final int HALF = 16;

    private Blocks32() {}

    static void q4o0(MemorySegment packed, long at, float[] values, int to) {
        float scale = half(packed, at);
        for (int i = 0; i < HALF; i++) {
            int both = bits(packed, at + 2 + i);
            values[to + i] = ((both & 0xF) - 8) * scale;
            values[to + i + HALF] = ((both >> 4) - 8) * scale;
        }
    }

    static void q4o1(MemorySegment packed, long at, float[] values, int to) {
        float scale = half(packed, at);
        float least = half(packed, at + 2);
        for (int i = 0; i < HALF; i++) {
            int both = bits(packed, at + 4 + i);
            values[to + i] = (both & 0xF) * scale + least;
            values[to + i + HALF] = (both >> 4) * scale + least;
        }
    }

    static void q5o0(MemorySegment packed, long at, float[] values, int to) {
        float scale = half(packed, at);
        int fifth = packed.get(Unpacking.INT, at + 2);
        for (int i = 0; i < HALF; i++) {
            int both = bits(packed, at + 6 + i);
            values[to + i] = (((both & 0xF) | fifthBit(fifth, i)) - 16) * scale;
            values[to + i + HALF] = (((both >> 4) | fifthBit(fifth, i + HALF)) - 16) * scale;
        }
    }

    static void q5o1(MemorySegment packed, long at, float[] values, int to) {
        float scale = half(packed, at);
        float least = half(packed, at + 2);
        int fifth = packed.get(Unpacking.INT, at + 4);
        for (int i = 0; i < HALF; i++) {
            int both = bits(packed, at + 8 + i);
            values[to + i] = ((both & 0xF) | fifthBit(fifth, i)) * scale + least;
            values[to + i + HALF] = ((both >> 4) | fifthBit(fifth, i + HALF)) * scale + least;
        }
    }

    static void q8o0(MemorySegment packed, long at, float[] values, int to) {
        float scale = half(packed, at);
        for (int i = 0; i < 2 * HALF; i++) {
            values[to + i] = packed.get(ValueLayout.JAVA_BYTE, at + 2 + i) * scale;
        }
    }

    private static int fifthBit(int fifth, int index) {
        return ((fifth >>> index) & 1) << 4;
    }
}
