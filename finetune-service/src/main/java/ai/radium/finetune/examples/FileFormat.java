package ai.radium.finetune.examples;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How examples are written in a file. */
public enum FileFormat {
    JSONL("application/jsonl"),
    CSV("text/csv; charset=utf-8"),
    TSV("text/tab-separated-values; charset=utf-8");

    private final String mediaType;

    FileFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The format of this name, in any case. */
    public static Optional<FileFormat> named(String word) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(word))
                .findFirst();
    }

    /** What the ending of a file's name says. */
    public static Optional<FileFormat> ofFile(String filename) {
        int dot = filename.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : named(filename.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** The examples of a file, read as they are asked for. */
    public ExampleReader read(InputStream content) {
        return switch (this) {
            case JSONL -> new JsonlReader(content);
            case CSV -> new TableReader(content, ',');
            case TSV -> new TableReader(content, '\t');
        };
    }

    /**
     * The examples from a mark on, of a file that was read before and has marks.
     *
     * @param content from the mark's byte on
     */
    public ExampleReader readOn(InputStream content, Findings.Mark from) {
        return new JsonlReader(content, from.lines());
    }
}
