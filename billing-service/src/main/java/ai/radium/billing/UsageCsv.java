package ai.radium.billing;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Lines as RFC 4180 text with a head. */
final class UsageCsv {
    private UsageCsv() {}

    static String of(List<LineView> lines) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(LineView.COLUMNS);
            lines.forEach(line -> csv.writeRecord(line.cells()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter never throws it
        }
        return text.toString();
    }
}
