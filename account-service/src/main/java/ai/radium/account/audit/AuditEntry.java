package ai.radium.account.audit;

import ai.radium.kit.problem.Times;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One row of the log, without its place in the chain.
 *
 * @param time whole milliseconds
 * @param change a JSON object as text
 */
record AuditEntry(
        String account,
        String id,
        Instant time,
        String actor,
        @Nullable String address,
        @Nullable String requestId,
        String action,
        String resource,
        String change) {
    /** What stands in the place of a hash before an account's first row. */
    static final String NO_HASH = "0".repeat(64);

    /**
     * SHA-256 in hexadecimal of the previous hash and the row's members in their order, each as a netstring: the length of its
     * UTF-8 in bytes, a colon, these bytes, a comma; null is a hyphen and a comma. {@code docs/api.md} promises it to
     * whoever checks the log by themselves.
     */
    String hashAfter(String previousHash) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (@Nullable
            String part : Arrays.asList(
                    previousHash, account, id, Times.text(time), actor, address, requestId, action, resource, change)) {
                sha256.update(netstring(part));
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static byte[] netstring(@Nullable String part) {
        String text = part == null ? "-," : part.getBytes(StandardCharsets.UTF_8).length + ":" + part + ",";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
