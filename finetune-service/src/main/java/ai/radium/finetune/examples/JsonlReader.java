package ai.radium.finetune.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A JSON object a line, in UTF-8. */
final class JsonlReader implements ExampleReader {
    private final InputStream content;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private CharBuffer characters = CharBuffer.allocate(16 * 1024);
    private @Nullable TextLines lines;
    private int mark;

    JsonlReader(InputStream content) {
        this.content = content;
    }

    /** Of a content from its middle on. */
    JsonlReader(InputStream content, long linesBefore) {
        this(content);
        lines = new TextLines(content, LONGEST_LINE, linesBefore);
    }

    @Override
    public long begin() {
        return lines == null ? 0 : mark + lines.begin();
    }

    @Override
    public @Nullable Line next() throws IOException, FileFault {
        TextLines all = lines;
        if (all == null) {
            Beginning.Text text = Beginning.checked(content);
            mark = text.mark();
            all = new TextLines(text.content(), LONGEST_LINE, 0);
            lines = all;
        }
        while (all.next()) {
            if (!isBlank(all)) {
                return judged(all);
            }
        }
        return null;
    }

    private static boolean isBlank(TextLines line) {
        for (int i = 0; i < line.length(); i++) {
            byte each = line.bytes()[i];
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }

    private Line judged(TextLines line) throws IOException {
        if (line.isTooLong()) {
            return new Line.Bad(line.number(), "has more than %,d bytes".formatted(LONGEST_LINE));
        }
        ByteBuffer bytes = ByteBuffer.wrap(line.bytes(), 0, line.length());
        if (!decode(bytes)) {
            return new Line.Bad(line.number(), "is not UTF-8 at byte " + (bytes.position() + 1));
        }
        try {
            Example example = new ExampleParser(characters.array(), characters.position()).example();
            return new Line.Good(line.number(), example, LineHash.of(line.bytes(), line.length()));
        } catch (JsonProcessingException e) {
            return new Line.Bad(line.number(), JsonReasons.of(e));
        } catch (BadExample e) {
            return new Line.Bad(line.number(), e.reason());
        }
    }

    /** False when it is not UTF-8; then the buffer stands where it is not. */
    private boolean decode(ByteBuffer bytes) {
        if (characters.capacity() < bytes.remaining()) {
            characters = CharBuffer.allocate(Math.min(LONGEST_LINE, 2 * bytes.remaining()));
        }
        characters.clear();
        CoderResult result = utf8.reset().decode(bytes, characters, true);
        return !result.isError();
    }
}
