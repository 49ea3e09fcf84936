package ai.radium.finetune.examples;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gives the lines of a file one after the other; holds one of them in memory, and no more of it than {@link #LONGEST_LINE}. */
public interface ExampleReader {
    /** Bytes of a line of JSONL, characters of a record of CSV. A line of a million tokens has about as many. */
    int LONGEST_LINE = 4 * 1024 * 1024;

    long UNKNOWN = -1;

    /**
     * The next line that is not blank; null at the end of the file.
     *
     * @throws FileFault when the file as a whole is none that can be read
     */
    @Nullable
    Line next() throws IOException, FileFault;

    /** Bytes of the file before the line that was given last; {@link #UNKNOWN} where it cannot be read from there. */
    default long begin() {
        return UNKNOWN;
    }
}
