package ai.radium.gateway.identity;

import ai.radium.kit.identity.AddressBlock;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Proxies that are believed when they say whom they speak for; anybody else may write that header as well.
 *
 * @param blocks their addresses
 */
public record TrustedProxies(List<AddressBlock> blocks) {
    public static final TrustedProxies NONE = new TrustedProxies(List.of());
    private static final String FORWARDED_FOR = "x-forwarded-for";

    public TrustedProxies {
        blocks = List.copyOf(blocks);
    }

    /**
     * @param list addresses and blocks, by comma
     * @throws IllegalArgumentException naming the entry that is neither
     */
    public static TrustedProxies of(String list) {
        return new TrustedProxies(Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(AddressBlock::of)
                .toList());
    }

    /**
     * Whom the request comes from: the peer; behind a trusted one, of the addresses that were forwarded the right-most
     * which is not trusted itself. What stands left of it the caller may have made up.
     */
    private InetAddress client(InetSocketAddress peer, HttpHeaders headers) {
        InetAddress nearest = peer.getAddress();
        if (!isTrusted(nearest)) {
            return nearest;
        }
        String forwarded = String.join(",", headers.getAll(FORWARDED_FOR));
        InetAddress client = nearest;
        for (int end = forwarded.length(); end > 0 && isTrusted(client); ) {
            int comma = forwarded.lastIndexOf(',', end - 1);
            try {
                client =
                        AddressBlock.address(forwarded.substring(comma + 1, end).strip());
            } catch (IllegalArgumentException e) {
                return nearest; // whoever wrote that is not to be believed
            }
            end = comma;
        }
        return client;
    }

    /** The same as text. */
    String address(InetSocketAddress peer, HttpHeaders headers) {
        String address = client(peer, headers).getHostAddress();
        int zone = address.indexOf('%'); // an interface of this machine
        return zone < 0 ? address : address.substring(0, zone);
    }

    /** The same, as one caller may choose it. */
    Source source(InetSocketAddress peer, HttpHeaders headers) {
        return peer.getAddress() == null ? Source.of(peer) : Source.of(client(peer, headers));
    }

    private boolean isTrusted(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
