package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.time.GatewayTime;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The real gateway in this process, over a home that its test has written; what is not configured is away. */
final class LocalGateway implements AutoCloseable {
    private static final String NOTHING = "http://127.0.0.1:1";

    private final Gateway gateway;

    /** @param settings environment variables beside those of every test */
    LocalGateway(GatewayHome home, Map<String, String> settings) {
        try {
            gateway = new Gateway(GatewayConfig.of(environment(home, settings)), GatewayTime.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> environment(GatewayHome home, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "RADIUM_GATEWAY_PORTS", "0",
                "RADIUM_GATEWAY_MANAGEMENT_PORT", "0",
                "RADIUM_GATEWAY_HOME", home.write().toString(),
                "RADIUM_REDIS", "redis://127.0.0.1:1",
                "RADIUM_KAFKA", "127.0.0.1:1",
                "RADIUM_KEYCLOAK", NOTHING,
                "RADIUM_STOP_SECONDS", "6",
                "RADIUM_GATEWAY_STATUS_SECONDS", "0"));
        for (String service : new String[] {"ACCOUNT", "MODEL", "DEPLOYMENT", "BILLING", "ANALYTICS", "FINETUNE"}) {
            environment.put("RADIUM_" + service + "_SERVICE", NOTHING);
        }
        environment.putAll(settings);
        return environment;
    }

    int port() {
        return gateway.ports().getFirst();
    }

    /** The figure of that name in its metrics. */
    long metric(String name) {
        return gateway.metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .sum();
    }

    /** A client that says exactly what its test wants. */
    RawClient connect() throws IOException {
        return new RawClient(port());
    }

    @Override
    public void close() {
        try {
            gateway.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A socket, in words. */
    static final class RawClient implements AutoCloseable {
        private final Socket socket;

        RawClient(int port) throws IOException {
            this(port, 0);
        }

        /** @param receiveBytes that the system takes for a client that does not read; 0 = as many as it likes */
        RawClient(int port, int receiveBytes) throws IOException {
            socket = new Socket();
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
        }

        Socket socket() {
            return socket;
        }

        RawClient say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        /** Everything until the gateway closes. */
        String readToEnd() throws IOException {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }

        /** One reply with a known length. */
        String reply() throws IOException {
            String head = head();
            int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
            int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r", at)));
            return head + new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
        }

        /** A reply up to its body. */
        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new IOException("the end came after: " + head);
                }
                head.append((char) next);
            }
            return head.toString();
        }

        /** Until the gateway closes the connection, in the middle of what is being said to it too. */
        void awaitEnd() throws IOException {
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (SocketException e) {
                assertThat(e).hasMessageMatching("Connection reset|Broken pipe");
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
