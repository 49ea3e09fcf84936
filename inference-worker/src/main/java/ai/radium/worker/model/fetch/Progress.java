package ai.radium.worker.model.fetch;

/**
 * How far a step is.
 *
 * @param step what is done, "fetching hf:…" for example
 * @param bytes done so far; 0 where a step cannot be measured
 * @param total bytes of the whole; 0 = unknown
 * @param bytesPerSecond lately; 0 = unknown
 */
public record Progress(String step, long bytes, long total, long bytesPerSecond) {
    public static Progress of(String step) {
        return new Progress(step, 0, 0, 0);
    }

    /** For people: {@code fetching hf:a/b/c.gguf, 12.0 of 98.4 MiB, 8.1 MiB/s}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(step);
        if (bytes > 0 || total > 0) {
            text.append(", ").append(Size.digits(bytes));
            text.append(total > 0 ? " of " + Size.of(total) : " MiB");
        }
        if (bytesPerSecond > 0) {
            text.append(", ").append(Size.of(bytesPerSecond)).append("/s");
        }
        return text.toString();
    }
}
