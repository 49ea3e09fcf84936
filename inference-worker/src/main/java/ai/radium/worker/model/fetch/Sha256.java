package ai.radium.worker.model.fetch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a file holds, in 64 lower-case hexadecimal digits. */
public record Sha256(@JsonValue String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Sha256 {
        if (!isSha256(hex)) {
            throw new IllegalArgumentException("a sha256 has 64 hexadecimal digits, not: " + hex);
        }
    }

    public static boolean isSha256(String text) {
        return HEX.matcher(text).matches();
    }

    @JsonCreator
    public static Sha256 parse(String text) {
        return new Sha256(text.strip().toLowerCase(Locale.ROOT));
    }

    public static Sha256 ofText(String text) {
        return of(digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static Sha256 ofFile(Path file) throws IOException {
        MessageDigest digest = digest(new byte[0]);
        update(digest, file);
        return of(digest);
    }

    static MessageDigest digest(byte[] start) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(start);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static void update(MessageDigest digest, Path file) throws IOException {
        byte[] block = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
        }
    }

    static Sha256 of(MessageDigest digest) {
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    public String shortened() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return hex;
    }
}
