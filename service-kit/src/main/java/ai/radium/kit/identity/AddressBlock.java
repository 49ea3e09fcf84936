package ai.radium.kit.identity;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * An address or a block of addresses, as keys are confined to: {@code 10.1.2.3}, {@code 10.0.0.0/8}, {@code ::1},
 * {@code 2001:db8::/32} (RFC 4632, RFC 4291). The one reading of that notation, for who stores a list and who applies it.
 * An IPv4 address in the IPv6 notation ({@code ::ffff:10.1.2.3}) is the IPv4 address: connections have no other.
 */
public final class AddressBlock {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    /** Without leading zeros, which some read as octal. */
    private static final Pattern V4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);

    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*((" + BYTE + "\\.){3}" + BYTE + ")?");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");
    /** Bits before the IPv4 address in the IPv6 notation (RFC 4291, 2.5.5.2). */
    private static final int MAPPED_BITS = 96;

    private static final int V6_BITS = 128;

    private final String text;
    private final byte[] address;
    private final int prefix;

    private AddressBlock(String text, byte[] address, int prefix) {
        this.text = text;
        this.address = address;
        this.prefix = prefix;
    }

    /** @throws IllegalArgumentException when the text is neither an address nor a block; its message may be shown */
    public static AddressBlock of(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = read(literal, text);
        boolean isV4 = V4.matcher(literal).matches();
        int bits = address.getAddress().length * Byte.SIZE;
        boolean isMapped = !isV4 && bits < V6_BITS;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), isMapped ? V6_BITS : bits, text);
        if (slash >= 0 && isMapped) {
            prefix -= MAPPED_BITS;
        }
        if (prefix < 0) {
            throw refused(text);
        }
        String plain = isMapped ? address.getHostAddress() + (slash < 0 ? "" : "/" + prefix) : text;
        return new AddressBlock(plain, address.getAddress(), prefix);
    }

    /** @throws IllegalArgumentException when the text is no single address; its message may be shown */
    public static InetAddress address(String text) {
        return read(text, text);
    }

    private static InetAddress read(String literal, String text) {
        if (!V4.matcher(literal).matches() && !V6.matcher(literal).matches()) {
            throw refused(text);
        }
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            throw refused(text);
        }
    }

    private static int prefix(String digits, int most, String text) {
        if (!PREFIX.matcher(digits).matches() || Integer.parseInt(digits) > most) {
            throw refused(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no address and no block of addresses such as 10.0.0.0/8");
    }

    public boolean contains(InetAddress other) {
        return contains(other.getAddress());
    }

    /** Whether every address of the other block is in this one. */
    public boolean contains(AddressBlock other) {
        return other.prefix >= prefix && contains(other.address);
    }

    private boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != other[i]) {
                return false;
            }
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
    }

    /** As it was written; IPv4 in its own notation. */
    @Override
    public String toString() {
        return text;
    }
}
