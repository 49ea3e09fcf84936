package ai.radium.gateway.identity;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Where a request comes from, as one caller may choose it: an IPv4 address, or the first half of an IPv6 address,
 * whose other half is the caller's own to make up (RFC 4291, 2.5.1).
 */
record Source(boolean ipv6, long network) {
    private static final int IPV6_BYTES = 16;

    static Source of(InetSocketAddress client) {
        InetAddress address = client.getAddress();
        return address == null ? new Source(false, 0) : of(address);
    }

    static Source of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IPV6_BYTES
                ? new Source(true, ByteBuffer.wrap(bytes).getLong())
                : new Source(false, ByteBuffer.wrap(bytes).getInt());
    }
}
