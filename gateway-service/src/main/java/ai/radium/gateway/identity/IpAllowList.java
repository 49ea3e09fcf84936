package ai.radium.gateway.identity;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses from which a key may be used.
 *
 * @param confined whether there is a list at all
 */
record IpAllowList(boolean confined, List<IpSubnetFilterRule> networks) {
    static final IpAllowList ANYWHERE = new IpAllowList(false, List.of());

    IpAllowList {
        networks = List.copyOf(networks);
    }

    /** @param entries addresses or CIDR blocks; one that cannot be read admits nobody */
    static IpAllowList of(List<String> entries) {
        if (entries.isEmpty()) {
            return ANYWHERE;
        }
        List<IpSubnetFilterRule> networks = new ArrayList<>();
        for (String entry : entries) {
            String[] parts = entry.split("/", 2);
            byte[] address = NetUtil.createByteArrayFromIpAddressString(parts[0]);
            int widest = address == null ? 0 : address.length * Byte.SIZE;
            int prefix = parts.length == 1 ? widest : prefixOf(parts[1]);
            if (address != null && prefix >= 0 && prefix <= widest) {
                networks.add(new IpSubnetFilterRule(parts[0], prefix, IpFilterRuleType.ACCEPT));
            }
        }
        return new IpAllowList(true, networks);
    }

    private static int prefixOf(String digits) {
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }

    boolean admits(InetSocketAddress client) {
        return !confined || networks.stream().anyMatch(network -> network.matches(client));
    }
}
