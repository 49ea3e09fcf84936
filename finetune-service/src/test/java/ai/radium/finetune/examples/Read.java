package ai.radium.finetune.examples;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A whole file, read at once. */
final class Read {
    private Read() {}

    static Findings tally(FileFormat format, InputStream content) throws IOException, FileFault {
        Tally tally = new Tally(format.read(content));
        while (tally.take(7)) {}
        tally.requireExamples();
        return tally.findings();
    }

    static Findings tally(FileFormat format, String content) throws IOException, FileFault {
        return tally(format, bytes(content));
    }

    static List<Line> lines(FileFormat format, String content) throws IOException, FileFault {
        ExampleReader reader = format.read(bytes(content));
        List<Line> lines = new ArrayList<>();
        for (Line line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }

    private static InputStream bytes(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }
}
