package ai.radium.gateway.identity;

import ai.radium.kit.identity.AddressBlock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses from which a key may be used.
 *
 * @param confined whether there is a list at all
 */
record IpAllowList(boolean confined, List<AddressBlock> blocks) {
    static final IpAllowList ANYWHERE = new IpAllowList(false, List.of());
    private static final Logger LOG = LoggerFactory.getLogger(IpAllowList.class);

    IpAllowList {
        blocks = List.copyOf(blocks);
    }

    /** @param entries addresses or CIDR blocks; one that cannot be read admits nobody */
    static IpAllowList of(List<String> entries) {
        if (entries.isEmpty()) {
            return ANYWHERE;
        }
        List<AddressBlock> blocks = new ArrayList<>();
        for (String entry : entries) {
            try {
                blocks.add(AddressBlock.of(entry));
            } catch (IllegalArgumentException e) {
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("an entry of a key's addresses admits nobody");
            }
        }
        return new IpAllowList(true, blocks);
    }

    boolean admits(InetSocketAddress client) {
        InetAddress address = client.getAddress();
        return !confined || (address != null && blocks.stream().anyMatch(block -> block.contains(address)));
    }
}
