package ai.radium.finetune.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.finetune.examples.FileFault.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not what their names say, or meant to do harm: a named error or a right count, within little memory. */
class HostileFilesTest {
    private static final String GOOD = "{\"prompt\":\"a\",\"completion\":\"b\"}";

    @ParameterizedTest
    @EnumSource(FileFormat.class)
    void anEmptyFileIsNamed(FileFormat format) {
        refused(format, new byte[0], Code.EMPTY_FILE);
        refused(format, "\uFEFF".getBytes(StandardCharsets.UTF_8), Code.EMPTY_FILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
    void otherEncodingsAreNamed(String charset) {
        refused(FileFormat.JSONL, GOOD.getBytes(Charset.forName(charset)), Code.NOT_UTF8);
        refused(FileFormat.CSV, "prompt,completion\na,b".getBytes(Charset.forName(charset)), Code.NOT_UTF8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAR1", "\u001f\u008b\b\0", "PK\u0003\u0004", "%PDF-1.7", "BZh9", "7z\u00bc\u00af'\u001c"})
    void packedFilesAreNamedWhateverTheirEnding(String beginning) {
        refused(FileFormat.JSONL, (beginning + GOOD).getBytes(StandardCharsets.ISO_8859_1), Code.NOT_TEXT);
    }

    @Test
    void aRealZipAndARealGzipAreNamed() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream entries = new ZipOutputStream(zip)) {
            entries.putNextEntry(new ZipEntry("data.jsonl"));
            entries.write(GOOD.getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(gzip)) {
            packed.write(GOOD.getBytes(StandardCharsets.UTF_8));
        }

        refused(FileFormat.JSONL, zip.toByteArray(), Code.NOT_TEXT);
        refused(FileFormat.JSONL, gzip.toByteArray(), Code.NOT_TEXT);
    }

    @Test
    void invalidBytesAreABadLineWithTheirPlace() throws IOException, FileFault {
        byte[] latin = (GOOD + "\n{\"prompt\":\"caf\u00e9\",\"completion\":\"b\"}\n" + GOOD)
                .getBytes(StandardCharsets.ISO_8859_1);

        Findings found = Read.tally(FileFormat.JSONL, new ByteArrayInputStream(latin));

        assertThat(found.exampleCount()).isEqualTo(2);
        assertThat(found.reasons()).containsExactly(new Findings.Reason(2, "is not UTF-8 at byte 15"));
    }

    @Test
    void noughtBytesAreBadLines() throws IOException, FileFault {
        Findings found = Read.tally(FileFormat.JSONL, GOOD + "\n" + GOOD.replace("a", "a\0") + "\n\0\n" + GOOD);

        assertThat(found.exampleCount()).isEqualTo(2);
        assertThat(found.invalidLines()).isEqualTo(2);
    }

    @Test
    void aLineOfNineHundredMegabytesIsOneBadLine() throws IOException, FileFault {
        InputStream content = new SequenceInputStream(Collections.enumeration(List.of(
                text(GOOD + "\n{\"prompt\":\""),
                new Repeated('x', 900_000_000L),
                text("\",\"completion\":\"b\"}\n" + GOOD))));

        Findings found = Read.tally(FileFormat.JSONL, content);

        assertThat(found.exampleCount()).isEqualTo(2);
        assertThat(found.reasons()).containsExactly(new Findings.Reason(2, "has more than 4,194,304 bytes"));
    }

    @Test
    void countsAllBadLinesAndNamesTheFirstHundred() throws IOException, FileFault {
        Findings found = Read.tally(FileFormat.JSONL, (GOOD + "\n" + "{}\n".repeat(3)).repeat(1_000));

        assertThat(found.exampleCount()).isEqualTo(1_000);
        assertThat(found.invalidLines()).isEqualTo(3_000);
        assertThat(found.reasons()).hasSize(100);
        assertThat(found.duplicateLines()).isEqualTo(999);
        assertThat(found.duplicatesExact()).isTrue();
        assertThat(found.characters()).isEqualTo(new Findings.Spread(2, 2, 2_000));
        assertThat(found.turns()).containsEntry("user", 1_000L).containsEntry("assistant", 1_000L);
    }

    @Test
    void aFileOfBadLinesOnlySaysWhy() {
        assertThatThrownBy(() -> Read.tally(FileFormat.JSONL, "{}\n[]\n"))
                .isInstanceOfSatisfying(FileFault.class, fault -> {
                    assertThat(fault.code()).isEqualTo(Code.NO_VALID_EXAMPLES);
                    assertThat(fault.message()).contains("line 1 has neither messages nor prompt and completion");
                });
    }

    @Test
    void beyondTheMostLinesDuplicatesAreALowerBound() {
        KnownLines known = new KnownLines();
        long repeated = 0;
        for (int i = 0; i <= KnownLines.MOST; i++) {
            repeated += known.isKnown(hash(i)) ? 1 : 0;
        }

        assertThat(repeated).isZero();
        assertThat(known.isExact()).isFalse();
        assertThat(known.isKnown(hash(17))).isTrue();
    }

    private static long hash(int number) {
        byte[] line = ("line " + number).getBytes(StandardCharsets.UTF_8);
        return LineHash.of(line, line.length);
    }

    private static void refused(FileFormat format, byte[] content, Code code) {
        assertThatThrownBy(() -> Read.tally(format, new ByteArrayInputStream(content)))
                .isInstanceOfSatisfying(
                        FileFault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One byte, again and again. */
    private static final class Repeated extends InputStream {
        private final char what;
        private long left;

        Repeated(char what, long count) {
            this.what = what;
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? what : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int bytes = (int) Math.min(left, length);
            Arrays.fill(into, offset, offset + bytes, (byte) what);
            left -= bytes;
            return bytes == 0 ? -1 : bytes;
        }
    }
}
