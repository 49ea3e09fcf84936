package ai.radium.kit.paging;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** A list as a file of RFC 4180 text with a head. */
public final class CsvReply {
    private CsvReply() {}

    public static Response.ResponseBuilder of(String fileName, List<String> columns, List<List<String>> rows) {
        return Response.ok(text(columns, rows))
                .type("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
    }

    private static String text(List<String> columns, List<List<String>> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(columns);
            rows.forEach(csv::writeRecord);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter never throws it
        }
        return text.toString();
    }
}
