package ai.radium.gateway.identity;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** SHA-256 of a presented credential; the credential itself is kept nowhere. */
record KeyHash(long first, long second, long third, long fourth) {
    static KeyHash of(byte[] sha256) {
        ByteBuffer bytes = ByteBuffer.wrap(sha256);
        return new KeyHash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /** @param hex 64 digits */
    static KeyHash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    String hex() {
        return HexFormat.of()
                .formatHex(ByteBuffer.allocate(32)
                        .putLong(first)
                        .putLong(second)
                        .putLong(third)
                        .putLong(fourth)
                        .array());
    }

    /** The digest is evenly spread already. */
    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }
}
