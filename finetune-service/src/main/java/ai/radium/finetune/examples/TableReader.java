package ai.radium.finetune.examples;

import ai.radium.finetune.examples.FileFault.Code;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Records of CSV or TSV (RFC 4180, quotes across lines) below a header that names {@code prompt} and {@code completion}. */
final class TableReader implements ExampleReader {
    /** What a decoder puts in the place of bytes that are no character. */
    private static final char NOT_UTF8 = '\uFFFD';

    /** No field holds it. */
    private static final String BETWEEN = "\0";

    private final InputStream content;
    private final char separator;
    private @Nullable CloseableIterator<CsvRecord> records;
    private int columns;
    private int prompt;
    private int completion;

    TableReader(InputStream content, char separator) {
        this.content = content;
        this.separator = separator;
    }

    @Override
    public @Nullable Line next() throws IOException, FileFault {
        CsvRecord record = record(begun());
        return record == null ? null : judged(record);
    }

    private CloseableIterator<CsvRecord> begun() throws IOException, FileFault {
        CloseableIterator<CsvRecord> all = records;
        if (all == null) {
            all = CsvReader.builder()
                    .fieldSeparator(separator)
                    .allowExtraCharsAfterClosingQuote(true)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .maxBufferSize(LONGEST_LINE)
                    .ofCsvRecord(
                            new InputStreamReader(Beginning.checked(content).content(), StandardCharsets.UTF_8))
                    .iterator();
            records = all;
            readHeader(record(all));
        }
        return all;
    }

    private static @Nullable CsvRecord record(CloseableIterator<CsvRecord> records) throws IOException, FileFault {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            throw new FileFault(
                    Code.UNCLOSED_QUOTE,
                    "A record has more than %,d characters: a quote may be open that nothing closes"
                            .formatted(LONGEST_LINE));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void readHeader(@Nullable CsvRecord header) throws FileFault {
        if (header == null) {
            return; // an empty file
        }
        List<String> names = header.getFields().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        columns = names.size();
        prompt = column(names, "prompt");
        completion = column(names, "completion");
    }

    private static int column(List<String> names, String name) throws FileFault {
        int at = names.indexOf(name);
        if (at < 0 || at != names.lastIndexOf(name)) {
            throw new FileFault(
                    Code.MISSING_HEADER, "The first row must name the columns prompt and completion, each once");
        }
        return at;
    }

    private Line judged(CsvRecord record) {
        long number = record.getStartingLineNumber();
        if (record.getFieldCount() != columns) {
            return new Line.Bad(number, "has %,d fields, the header %,d".formatted(record.getFieldCount(), columns));
        }
        try {
            Example example =
                    ExampleParser.pair(field(record, prompt, "prompt"), field(record, completion, "completion"));
            byte[] bytes = String.join(BETWEEN, record.getFields()).getBytes(StandardCharsets.UTF_8);
            return new Line.Good(number, example, LineHash.of(bytes, bytes.length));
        } catch (BadExample e) {
            return new Line.Bad(number, e.reason());
        }
    }

    private static String field(CsvRecord record, int column, String name) throws BadExample {
        String text = record.getField(column);
        String fault =
                text.indexOf(NOT_UTF8) >= 0 ? " holds bytes that are not UTF-8, or U+FFFD" : TextRules.fault(text);
        if (fault != null) {
            throw new BadExample(name + fault);
        }
        return text;
    }
}
