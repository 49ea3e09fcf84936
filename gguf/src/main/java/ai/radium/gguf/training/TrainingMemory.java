package ai.radium.gguf.training;

/**
 * What training an adapter takes of memory, in bytes. The same numbers plan a job and refuse one that cannot fit.
 *
 * @param weights the model's, unpacked to four bytes each
 * @param adapter its numbers, their gradients for each worker, the optimizer's two, and a copy of the best
 * @param activations what all workers keep of the tokens that they read at once, to go back through
 * @param answers scores of all tokens for the answers read at once
 * @param process the virtual machine and the libraries
 */
public record TrainingMemory(long weights, long adapter, long activations, long answers, long process) {
    /** Tokens that a worker reads at once unless one line has more: more are hardly faster. */
    public static final int TOKENS_AT_ONCE = 128;

    /** Rows of scores that are made at once. */
    public static final int ANSWERS_AT_ONCE = 64;

    private static final long FLOAT = 4;

    /** Measured: a virtual machine of 100 MB, libtorch and OpenBLAS with their buffers. */
    private static final long PROCESS = 420L << 20;

    /** Scores, their logarithms, and the gradients of both. */
    private static final long COPIES_OF_SCORES = 4;

    /** Numbers, the optimizer's two, and a copy of the best. */
    private static final long COPIES_OF_ADAPTER = 4;

    /**
     * @param rank of the adapter
     * @param longestLine tokens
     * @param workers lines are read by so many at once, a core each
     */
    public static TrainingMemory of(ModelShape shape, int rank, int longestLine, int workers) {
        long embeddings = (long) shape.vocabulary() * shape.width();
        long tokens = Math.max(TOKENS_AT_ONCE, longestLine);
        return new TrainingMemory(
                FLOAT * (shape.layerParameters() + 2 * embeddings),
                FLOAT * adapterParameters(shape, rank) * (COPIES_OF_ADAPTER + workers),
                FLOAT * workers * tokens * shape.layers() * activationsPerLayer(shape),
                FLOAT * workers * ANSWERS_AT_ONCE * COPIES_OF_SCORES * shape.vocabulary(),
                PROCESS);
    }

    /** Numbers of an adapter over all seven projections. */
    public static long adapterParameters(ModelShape shape, int rank) {
        long attention = 2L * (shape.width() + shape.queryWidth()) + 2L * (shape.width() + shape.keyWidth());
        long feedForward = 3L * (shape.width() + shape.inner());
        return (long) shape.layers() * rank * (attention + feedForward);
    }

    public long total() {
        return weights + adapter + activations + answers + process;
    }

    /**
     * Of one token: all that is made of it on the way, which is freed when its pack is done. Measured 2026-11-30, SmolLM2-135M, two
     * workers with 256 tokens each: 2.41 GB at most, 2.60 GB by this.
     */
    private static long activationsPerLayer(ModelShape shape) {
        return 10L * shape.width() + 10L * shape.queryWidth() + 8L * shape.keyWidth() + 6L * shape.inner();
    }
}
