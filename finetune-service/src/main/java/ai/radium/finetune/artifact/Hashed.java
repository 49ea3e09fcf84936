package ai.radium.finetune.artifact;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests that every Java has. */
public final class Hashed {
    private Hashed() {}

    public static MessageDigest sha256() {
        return digest("SHA-256");
    }

    /** For comparing with what clients of OpenAI's API send; proves nothing. */
    public static MessageDigest md5() {
        return digest("MD5");
    }

    /** In small hexadecimal digits. */
    public static String text(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
