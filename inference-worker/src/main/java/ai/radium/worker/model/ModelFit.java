package ai.radium.worker.model;

import ai.radium.gguf.GgufHeader;
import ai.radium.worker.model.fetch.ModelFailure;
import ai.radium.worker.model.fetch.Size;

/** Whether a model can run where it is asked to, before an engine dies of it. */
final class ModelFit {
    /** An engine's buffers beside weights and cache, bytes: a guess from below, not measured. */
    private static final long ENGINE_BYTES = 64L << 20;

    private ModelFit() {}

    /** Tokens of one generation: as configured, but not beyond what the model was trained for. */
    static int context(GgufHeader header, int configured) {
        return header.contextLength() == 0 ? configured : Math.min(configured, header.contextLength());
    }

    /** @throws ModelFailure when weights and cache need more than there is */
    static void require(GgufHeader header, String name, int slots, int contextLength, long availableBytes)
            throws ModelFailure {
        long cache = cacheBytes(header, slots, contextLength);
        long needed = header.tensorBytes() + cache + ENGINE_BYTES;
        if (needed < 0 || needed > availableBytes) {
            throw new ModelFailure(
                    "%s does not fit: its weights need %s and %d x %d tokens of context %s, but %s are available; take fewer slots (RADIUM_WORKER_SLOTS), less context (RADIUM_WORKER_CONTEXT), a smaller model or a larger machine"
                            .formatted(
                                    name,
                                    Size.of(header.tensorBytes()),
                                    slots,
                                    contextLength,
                                    cache == Long.MAX_VALUE ? "beyond all counting" : Size.of(cache),
                                    Size.of(availableBytes)));
        }
    }

    private static long cacheBytes(GgufHeader header, int slots, int contextLength) {
        try {
            return header.cache().bytes(slots, contextLength);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // beyond counting is beyond any memory
        }
    }
}
