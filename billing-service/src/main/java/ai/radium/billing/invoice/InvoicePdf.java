package ai.radium.billing.invoice;

import static java.util.Map.entry;

import ai.radium.kit.money.Money;
import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.TextDirection;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;

/**
 * An invoice on paper (PDF 1.7, tagged as PDF/UA wants it). It says nothing that changes: the same invoice gives the same bytes whenever it
 * is asked for, paid or not.
 */
@ApplicationScoped
class InvoicePdf {
    /** At once, of all callers: each takes a processor for some tenths of a second. */
    private static final int AT_ONCE = 2;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final String FONT = "DejaVu Sans";
    private static final String FONTS = "net/sf/jasperreports/fonts/dejavu/";

    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final Template template;

    InvoicePdf() {
        template = Engine.builder()
                .addDefaults()
                .addResultMapper(new HtmlEscaper(List.of("text/html")))
                .build()
                .parse(text("invoice.html"), Variant.forContentType("text/html"));
    }

    /** Blocks while others are being written. */
    byte[] of(Invoice invoice) throws InterruptedException {
        turns.acquire();
        try {
            return written(template.data("invoice", shown(invoice)).render(), stamp(invoice));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            turns.release();
        }
    }

    private static Instant stamp(Invoice invoice) {
        return invoice.status() == InvoiceStatus.DRAFT
                ? invoice.period().until()
                : Objects.requireNonNull(invoice.createdAt(), "a closed invoice was made");
    }

    private static byte[] written(String html, Instant stamp) throws IOException {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.withHtmlContent(html, null);
        builder.usePdfUaAccessibility(true);
        builder.useFont(() -> font("DejaVuSans.ttf"), FONT, 400, FontStyle.NORMAL, true);
        builder.useFont(() -> font("DejaVuSans-Bold.ttf"), FONT, 700, FontStyle.NORMAL, true);
        builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
        builder.useUnicodeBidiReorderer(new ICUBidiReorderer());
        builder.defaultTextDirection(TextDirection.LTR);
        builder.useUriResolver((base, uri) -> null); // nothing is fetched from anywhere
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            renderer.createPDFWithoutClosing();
            PDDocument document = renderer.getPdfDocument();
            date(document.getDocumentInformation(), stamp);
            document.setDocumentId(stamp.toEpochMilli());
            document.save(out);
            document.close();
            return out.toByteArray();
        }
    }

    private static void date(PDDocumentInformation information, Instant stamp) {
        Calendar day = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
        day.setTimeInMillis(stamp.toEpochMilli());
        information.setCreationDate(day);
        information.setModificationDate(day);
    }

    private static InputStream font(String name) {
        return Objects.requireNonNull(
                InvoicePdf.class.getClassLoader().getResourceAsStream(FONTS + name), "the font is a library of ours");
    }

    private static Map<String, Object> shown(Invoice invoice) {
        return Map.ofEntries(
                entry("title", invoice.number() == null ? "Draft invoice" : "Invoice"),
                entry("number", Objects.requireNonNullElse(invoice.number(), "not numbered yet")),
                entry("month", MONTH.format(invoice.period().start())),
                entry("from", DAY.format(invoice.period().start())),
                entry("to", DAY.format(invoice.period().end().minusDays(1))),
                entry("made", DAY.format(LocalDate.ofInstant(stamp(invoice), ZoneOffset.UTC))),
                entry("due", invoice.dueDate() == null ? "" : DAY.format(invoice.dueDate())),
                entry("seller", invoice.seller()),
                entry("buyer", invoice.buyer()),
                entry(
                        "items",
                        invoice.items().stream()
                                .map(item -> shown(item, invoice.currency()))
                                .toList()),
                entry("total", grouped(invoice.total())),
                entry("tax", grouped(BigDecimal.ZERO)),
                entry("currency", invoice.currency()));
    }

    private static Map<String, Object> shown(InvoiceItem item, String currency) {
        boolean isTime = item.unit().equals("accelerator_seconds");
        String unit = isTime ? "second" : "token";
        return Map.of(
                "description", item.description(),
                "details", details(item),
                "quantity", String.format(Locale.ENGLISH, "%,d", item.quantity()),
                "unit", item.quantity() == 1 ? unit : unit + "s",
                "price", item.unitPrice() + " " + currency,
                "per", isTime ? "an hour" : "a million",
                "amount", grouped(item.money()));
    }

    private static String details(InvoiceItem item) {
        return String.join(
                " · ",
                Stream.of(item.deploymentId(), item.keyId())
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static String grouped(BigDecimal amount) {
        return String.format(
                Locale.ENGLISH, "%,.2f", new BigDecimal(Money.usd(amount).rounded()));
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(
                InvoicePdf.class.getResourceAsStream(resource), "the template is a part of this package")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
