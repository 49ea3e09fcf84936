package ai.radium.deployment.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds a pair of ports for a worker. */
final class Ports {
    private static final int PAIRS = 1_000;

    private Ports() {}

    /**
     * The first of the lowest pair from {@code base} on that no worker has and nobody listens on.
     *
     * @throws IllegalStateException when a thousand pairs are taken
     */
    static int free(int base, Set<Integer> taken) {
        return IntStream.range(0, PAIRS)
                .map(pair -> base + 2 * pair)
                .filter(port -> !taken.contains(port) && isFree(port) && isFree(port + 1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "radium.deployment.local.base-port: no free pair of ports from " + base + " on"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
