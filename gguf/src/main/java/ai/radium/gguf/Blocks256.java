package ai.radium.gguf;

import static ai.radium.gguf.Unpacking.bits;
import static ai.radium.gguf.Unpacking.half;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Blocks of 256 numbers with a scale of their own for every 16 or 32. */
final class Blocks256 {
    private static final int GROUP = 32;

    private Blocks256() {}

    static void q4k(MemorySegment packed, long at, float[] values, int to) {
        long scales = at + 4;
        for (int pair = 0; pair < 4; pair++) {
            long numbers = at + 16 + (long) pair * GROUP;
            Group low = Group.of(packed, at, scales, 2 * pair);
            Group high = Group.of(packed, at, scales, 2 * pair + 1);
            int first = to + 2 * pair * GROUP;
            for (int i = 0; i < GROUP; i++) {
                int both = bits(packed, numbers + i);
                values[first + i] = low.value(both & 0xF);
                values[first + i + GROUP] = high.value(both >> 4);
            }
        }
    }

    static void q5k(MemorySegment packed, long at, float[] values, int to) {
        long scales = at + 4;
        for (int pair = 0; pair < 4; pair++) {
            long numbers = at + 48 + (long) pair * GROUP;
            Group low = Group.of(packed, at, scales, 2 * pair);
            Group high = Group.of(packed, at, scales, 2 * pair + 1);
            int first = to + 2 * pair * GROUP;
            for (int i = 0; i < GROUP; i++) {
                int both = bits(packed, numbers + i);
                int fifths = bits(packed, at + 16 + i) >> (2 * pair);
                values[first + i] = low.value((both & 0xF) + ((fifths & 1) << 4));
                values[first + i + GROUP] = high.value((both >> 4) + (((fifths >> 1) & 1) << 4));
            }
        }
    }

    static void q6k(MemorySegment packed, long at, float[] values, int to) {
        float scale = half(packed, at + 208);
        for (int part = 0; part < 2; part++) {
            long low = at + 64L * part;
            long high = at + 128 + 32L * part;
            long scales = at + 192 + 8L * part;
            int first = to + 128 * part;
            for (int i = 0; i < GROUP; i++) {
                int ends = bits(packed, high + i);
                int one = bits(packed, low + i);
                int other = bits(packed, low + i + GROUP);
                int[] numbers = {
                    (one & 0xF) | ((ends & 3) << 4),
                    (other & 0xF) | (((ends >> 2) & 3) << 4),
                    (one >> 4) | (((ends >> 4) & 3) << 4),
                    (other >> 4) | (((ends >> 6) & 3) << 4)
                };
                for (int quarter = 0; quarter < 4; quarter++) {
                    byte own = packed.get(ValueLayout.JAVA_BYTE, scales + i / 16 + 2L * quarter);
                    values[first + i + quarter * GROUP] = scale * own * (numbers[quarter] - 32);
                }
            }
        }
    }

    /** 32 numbers: scale and minimum in six bits each, twelve bytes for eight groups (get_scale_min_k4). */
    private record Group(float scale, float least) {
        static Group of(MemorySegment packed, long block, long scales, int index) {
            int scale;
            int least;
            if (index < 4) {
                scale = bits(packed, scales + index) & 63;
                least = bits(packed, scales + index + 4) & 63;
            } else {
                int both = bits(packed, scales + index + 4);
                scale = (both & 0xF) | ((bits(packed, scales + index - 4) >> 6) << 4);
                least = (both >> 4) | ((bits(packed, scales + index) >> 6) << 4);
            }
            return new Group(half(packed, block) * scale, half(packed, block + 2) * least);
        }

        float value(int number) {
            return scale * number - least;
        }
    }
}
