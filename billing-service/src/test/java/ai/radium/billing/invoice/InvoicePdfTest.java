package ai.radium.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** What stands on paper; each test leaves its pages as pictures in {@code target/invoices}. */
class InvoicePdfTest {
    private static final List<String> SELLER = List.of(
            "Radium Cloud GmbH", "Unter den Linden 1", "10117 Berlin", "Tax id DE123456789", "billing@radium.example");
    private static final BigDecimal CENTS = new BigDecimal("0.20");

    private final InvoicePdf pdf = new InvoicePdf();

    @Test
    void hasEveryKindOfLineWithItsNumbers() throws Exception {
        Invoice invoice = invoice(List.of("Ada Lovelace Ltd", "12 St James's Square", "London", "acct_1"), everyKind());

        String text = seen(invoice, "every-kind");

        assertThat(text)
                .contains("INV-2026-11-7K3F9QXY", "Radium Cloud GmbH", "Tax id DE123456789", "Ada Lovelace Ltd")
                .contains("1 November 2026 to", "30 November 2026", "15 December 2026")
                .contains("llama2:7b, input tokens (1,024 of them cached)", "12,345,678 tokens", "2.47")
                .contains("llama2:7b, output tokens", "1 token")
                .contains("7,200 seconds", "4.500 USD", "for an hour", "9.00")
                .contains("smollm2-135m-instruct, tokens trained by ft_1", "Page 1 of 1");
    }

    @Test
    void repeatsTheHeadOfTheTableOnEachOfManyPages() throws Exception {
        List<InvoiceItem> many = IntStream.range(0, 700)
                .boxed()
                .flatMap(
                        i -> new Used.Calls("model-" + i, "dep_" + i, "key_" + i, CENTS, CENTS, 1_000_000, 0, 2_000_000)
                                .items())
                .toList();
        Invoice invoice = invoice(List.of("acct_1"), many);
        byte[] written = pdf.of(invoice);

        try (PDDocument document = Loader.loadPDF(written)) {
            int pages = document.getNumberOfPages();
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setStartPage(pages - 1);
            stripper.setEndPage(pages - 1);
            assertThat(pages).isGreaterThan(39);
            assertThat(stripper.getText(document)).contains("Description", "Page %d of %d".formatted(pages - 1, pages));
            picture(document, 1, "many-pages");
        }
    }

    @Test
    void writesNamesFromRightToLeft() throws Exception {
        Invoice invoice = invoice(List.of("شركة الراديوم للحوسبة", "חברת רדיום בע״מ", "acct_1"), everyKind());

        assertThat(seen(invoice, "right-to-left")).contains("acct_1").doesNotContain("#");
    }

    @Test
    void ofNothingToPayIsAnInvoiceToo() throws Exception {
        List<InvoiceItem> free = new Used.Calls("free", null, null, BigDecimal.ZERO, BigDecimal.ZERO, 10, 0, 20)
                .items()
                .toList();

        assertThat(seen(invoice(List.of("acct_1"), free), "nothing")).contains("Total (USD)", "0.00");
    }

    @Test
    void hasTheSameBytesEachTime() throws Exception {
        byte[] one = pdf.of(invoice(List.of("acct_1"), everyKind()));
        byte[] other = new InvoicePdf().of(invoice(List.of("acct_1"), everyKind()));

        assertThat(other).isEqualTo(one);
    }

    @Test
    void textOfCustomersIsNoMarkup() throws Exception {
        assertThat(seen(invoice(List.of("<b>&amp; <script>"), List.of()), "markup"))
                .contains("<b>&amp; <script>");
    }

    private static List<InvoiceItem> everyKind() {
        return Stream.of(
                        new Used.Calls(
                                "llama2:7b",
                                "dep_01jc3z9x5q8v2k7m4n6p0r1s2t",
                                "key_01jc3z9x5q8v2k7m4n6p0r1s2t",
                                CENTS,
                                new BigDecimal("0.600"),
                                12_345_678,
                                1_024,
                                1),
                        new Used.Time(
                                "qwen3-30b", "dep_2", "H100 80GB", new BigDecimal("4.5"), 7_200, new BigDecimal("9")),
                        new Used.Training(
                                "smollm2-135m-instruct", "ft_1", new BigDecimal("3"), 8_520, new BigDecimal("0.02556")))
                .flatMap(Used::items)
                .toList();
    }

    private static Invoice invoice(List<String> buyer, List<InvoiceItem> items) {
        return new Invoice(
                "inv_1",
                "INV-2026-11-7K3F9QXY",
                "acct_1",
                new Period(LocalDate.parse("2026-11-01")),
                InvoiceStatus.OPEN,
                "USD",
                items,
                SELLER,
                buyer,
                Invoice.sum(items),
                BigDecimal.ZERO,
                Instant.parse("2026-12-01T01:00:10Z"),
                LocalDate.parse("2026-12-15"),
                null);
    }

    private String seen(Invoice invoice, String name) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf.of(invoice))) {
            picture(document, 0, name);
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
            return new PDFTextStripper().getText(document);
        }
    }

    private static void picture(PDDocument document, int page, String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "invoices"));
        ImageIO.write(
                new PDFRenderer(document).renderImageWithDPI(page, 80),
                "png",
                folder.resolve(name + ".png").toFile());
    }
}
