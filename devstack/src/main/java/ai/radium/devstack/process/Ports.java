package ai.radium.devstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;

/** Loopback TCP ports. */
public final class Ports {
    private Ports() {}

    /** The port itself, or a free one for 0. */
    public static int orFree(int port) {
        if (port != 0) {
            return port;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StackFailure("this machine has no free port", e);
        }
    }

    /** Refuses a port that another process listens on; the setting is its name in {@code RADIUM_PORT_<SETTING>}. */
    public static void requireFree(int port, String process, String setting) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new StackFailure(
                    "port %d of %s is taken by another process: stop that one, or set RADIUM_PORT_%s to a free port"
                            .formatted(port, process, variable(setting)),
                    e);
        }
    }

    /** A setting's name as part of an environment variable's. */
    public static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
