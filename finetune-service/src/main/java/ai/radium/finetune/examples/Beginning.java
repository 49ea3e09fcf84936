package ai.radium.finetune.examples;

import ai.radium.finetune.examples.FileFault.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What the first bytes of a file tell, whatever its name says. */
final class Beginning {
    private static final int BYTES = 8;

    private static final String UTF8_MARK = "efbbbf";

    /** Numbers that files begin with (RFC 1952, APPNOTE.TXT of ZIP, the formats' own pages). */
    private static final Map<String, String> OTHERS = new TreeMap<>(Map.of(
            "1f8b", "a gzip file",
            "504b0304", "a ZIP file, or one of the office formats",
            "504b0506", "an empty ZIP file",
            "50415231", "a Parquet file",
            "28b52ffd", "a Zstandard file",
            "425a68", "a bzip2 file",
            "fd377a585a00", "an XZ file",
            "377abcaf271c", "a 7z file",
            "25504446", "a PDF file",
            "4152524f5731", "an Arrow file"));

    private Beginning() {}

    /**
     * A content without its byte order mark.
     *
     * @param mark bytes of it
     */
    record Text(InputStream content, int mark) {}

    /** @throws FileFault for what is no text in UTF-8 */
    static Text checked(InputStream content) throws IOException, FileFault {
        PushbackInputStream text = new PushbackInputStream(content, BYTES);
        byte[] first = text.readNBytes(BYTES);
        String hex = HexFormat.of().formatHex(first);
        for (Map.Entry<String, String> other : OTHERS.entrySet()) {
            if (hex.startsWith(other.getKey())) {
                throw new FileFault(
                        Code.NOT_TEXT,
                        "This is " + other.getValue() + ", not text: send the lines themselves, unpacked");
            }
        }
        if (isUtf16(first, hex)) {
            throw new FileFault(Code.NOT_UTF8, "The text is UTF-16 or UTF-32: save it as UTF-8");
        }
        int mark = hex.startsWith(UTF8_MARK) ? UTF8_MARK.length() / 2 : 0;
        text.unread(first, mark, first.length - mark);
        return new Text(text, mark);
    }

    /** By its mark, or since every other byte of plain letters is none. */
    private static boolean isUtf16(byte[] first, String hex) {
        return hex.startsWith("fffe")
                || hex.startsWith("feff")
                || hex.startsWith("0000feff")
                || (first.length >= 4 && isEveryOtherNone(first, 0) != isEveryOtherNone(first, 1));
    }

    private static boolean isEveryOtherNone(byte[] first, int from) {
        for (int i = from; i < 4; i += 2) {
            if (first[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
