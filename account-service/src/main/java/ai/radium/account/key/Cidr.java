package ai.radium.account.key;

import ai.radium.kit.problem.ProblemException;
import java.net.InetAddress;

/** An address or a block of addresses (RFC 4632, RFC 4291). */
final class Cidr {
    private Cidr() {}

    /** @throws ProblemException naming ipAllowList when it is neither */
    static void check(String entry) {
        int slash = entry.indexOf('/');
        int bits = widthOf(slash < 0 ? entry : entry.substring(0, slash), entry);
        if (slash >= 0) {
            String prefix = entry.substring(slash + 1);
            if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > bits) {
                throw refused(entry);
            }
        }
    }

    private static int widthOf(String address, String entry) {
        if (!address.matches("([0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw refused(entry);
        }
        try {
            return InetAddress.ofLiteral(address).getAddress().length * Byte.SIZE;
        } catch (IllegalArgumentException e) {
            throw refused(entry);
        }
    }

    private static ProblemException refused(String entry) {
        return KeySettings.invalid("'" + entry + "' is no address and no block of addresses", "ipAllowList");
    }
}
