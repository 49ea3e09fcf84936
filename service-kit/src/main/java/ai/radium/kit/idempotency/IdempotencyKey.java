package ai.radium.kit.idempotency;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * What a client calls one request of an account by. A reply is stored under its hash and sealed with a key that is derived from
 * it (HKDF, RFC 5869; AES-256-GCM), so that what is in the database shows no reply, which may hold a secret.
 */
public record IdempotencyKey(String account, String value) {
    public static final String HEADER = "Idempotency-Key";

    /** Of the salt that seals one reply. */
    public static final int SALT_BYTES = 16;

    private static final int LONGEST = 255;
    private static final int TAG_BITS = 128;

    /** A sealing key seals one reply in its life, so its nonce may be the same each time. */
    private static final byte[] NONCE = new byte[12];

    /**
     * @param headers all of that name
     * @throws ProblemException INVALID_REQUEST unless there is at most one, of 1 to 255 printable ASCII characters
     */
    public static Optional<IdempotencyKey> of(String account, List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        String value = headers.getFirst();
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (headers.size() > 1 || value.isBlank() || value.length() > LONGEST || !printable) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST,
                    HEADER + " must be given once, with 1 to " + LONGEST + " printable ASCII characters",
                    HEADER);
        }
        return Optional.of(new IdempotencyKey(account, value));
    }

    /** 32 bytes that the key cannot be told from. */
    public byte[] hash() {
        return sha256(text("stored under"));
    }

    /** Of all the parts, one after the other. */
    public static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** For a lock of the database. */
    long number() {
        return ByteBuffer.wrap(hash()).getLong();
    }

    /** For one reply alone. */
    public static byte[] newSalt(SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    /** @param salt of this reply alone */
    public byte[] seal(byte[] salt, byte[] reply) {
        return apply(Cipher.ENCRYPT_MODE, salt, reply);
    }

    public byte[] open(byte[] salt, byte[] sealed) {
        return apply(Cipher.DECRYPT_MODE, salt, sealed);
    }

    private byte[] apply(int mode, byte[] salt, byte[] bytes) {
        try {
            SecretKey secret = KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addSalt(salt)
                                    .addIKM(text("sealed with"))
                                    .thenExpand(HEADER.getBytes(StandardCharsets.US_ASCII), 32));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, NONCE));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored reply cannot be sealed or opened", e);
        }
    }

    private byte[] text(String purpose) {
        return (purpose + "\n" + account + "\n" + value).getBytes(StandardCharsets.US_ASCII);
    }
}
