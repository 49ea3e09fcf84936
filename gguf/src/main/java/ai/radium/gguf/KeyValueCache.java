package ai.radium.gguf;

import java.util.List;

/**
 * The memory that attention keeps of the tokens it has read, in half precision as llama.cpp does.
 *
 * @param bytesPerToken over all layers
 * @param window most tokens that a layer keeps. Where only some layers have a window, all are counted as if: a bound from
 *     below, so that nothing is refused that would run
 */
public record KeyValueCache(long bytesPerToken, long window) {
    private static final int BYTES_PER_NUMBER = 2;

    static KeyValueCache of(Metadata metadata, String architecture) {
        String attention = architecture + ".attention.";
        if (metadata.number(attention + "causal").orElse(1L) == 0) {
            return new KeyValueCache(0, Long.MAX_VALUE);
        }
        long heads = Math.max(1, metadata.number(attention + "head_count").orElse(1L));
        long width = metadata.number(architecture + ".embedding_length").orElse(0L) / heads;
        long perHead = Math.addExact(
                metadata.number(attention + "key_length").orElse(width),
                metadata.number(attention + "value_length").orElse(width));
        long window = metadata.number(attention + "sliding_window").orElse(0L);
        return new KeyValueCache(
                Math.multiplyExact(
                        cachedHeads(metadata, architecture, heads), Math.multiplyExact(perHead, BYTES_PER_NUMBER)),
                window > 0 ? window : Long.MAX_VALUE);
    }

    /** @throws ArithmeticException when it is beyond counting */
    public long bytes(int slots, int contextLength) {
        return Math.multiplyExact(bytesPerToken, slots * Math.min(contextLength, window));
    }

    /** Heads that keep something, over all layers: one number for all, or one for each. */
    private static long cachedHeads(Metadata metadata, String architecture, long heads) {
        List<Long> perLayer = metadata.numbers(architecture + ".attention.head_count_kv");
        if (perLayer.size() > 1) {
            return perLayer.stream()
                    .mapToLong(layer -> Math.clamp(layer, 0, 1 << 16))
                    .sum();
        }
        return Math.multiplyExact(
                metadata.number(architecture + ".block_count").orElse(0L),
                metadata.number(architecture + ".attention.head_count_kv").orElse(heads));
    }
}
