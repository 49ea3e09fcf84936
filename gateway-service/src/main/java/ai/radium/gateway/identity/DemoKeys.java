package ai.radium.gateway.identity;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Set;

/** The literal keys of the documentation's snippets, which name the demo account when the demo is on. */
public final class DemoKeys {
    /** Configuration key that turns them on. */
    public static final String PROPERTY = "radium.gateway.demo-keys";

    private static final Set<String> LITERALS = Set.of("your-api-key", "sk-your-api-key", "YOUR_API_KEY");

    private DemoKeys() {}

    static boolean contains(String key) {
        return LITERALS.contains(key);
    }

    /**
     * Everybody knows these keys.
     *
     * @throws IllegalStateException when a listener can be reached from another machine
     */
    public static void refuseUnlessLoopback(Collection<InetSocketAddress> listeners) {
        for (InetSocketAddress listener : listeners) {
            if (listener.getAddress() == null || !listener.getAddress().isLoopbackAddress()) {
                throw new IllegalStateException(PROPERTY + " is on, but " + listener + " is not a loopback address");
            }
        }
    }
}
