package ai.radium.kit.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Sends requests as they are written, which no HTTP client would; each has a connection of its own. */
public final class RawHttp {
    private static final int PATIENCE_MILLIS = 20_000;

    private final String host;
    private final int port;
    private final Supplier<String> authorization;

    /** @param authorization the header's value */
    public RawHttp(URI service, String authorization) {
        this(service, () -> authorization);
    }

    /** @param authorization the header's value, asked for at each request: tokens live for a minute */
    public RawHttp(URI service, Supplier<String> authorization) {
        this.host = service.getHost();
        this.port = service.getPort();
        this.authorization = authorization;
    }

    /** What came back until the service closed. */
    public record Reply(int status, List<String> head, String body) {
        static Reply parse(String text) {
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return new Reply(0, List.of(), text);
            }
            List<String> head = Arrays.asList(text.substring(0, end).split("\r\n", -1));
            Reply raw = new Reply(Integer.parseInt(head.getFirst().split(" ", -1)[1]), head, text.substring(end + 4));
            return raw.header("Transfer-Encoding").isEmpty()
                    ? raw
                    : new Reply(raw.status, raw.head, raw.body.replaceAll("(^|\r\n)[0-9a-f]+\r\n", ""));
        }

        /** The value of a header; empty when there is none. */
        public String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** A request of this method and target without a body. */
    public Reply ask(String method, String target, String... headers) {
        return send(method, target, List.of(headers), "");
    }

    /** A request with a body, of which each character is a byte. */
    public Reply send(String method, String target, List<String> headers, String body) {
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            StringBuilder request = new StringBuilder(
                    "%s %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n".formatted(method, target));
            request.append("Authorization: ").append(authorization.get()).append("\r\n");
            headers.forEach(header -> request.append(header).append("\r\n"));
            if (!body.isEmpty() && headers.stream().noneMatch(header -> header.startsWith("Transfer-Encoding"))) {
                request.append("Content-Length: ").append(body.length()).append("\r\n");
            }
            request.append("\r\n").append(body);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            return Reply.parse(all(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + target, e);
        }
    }

    /** Begins a request whose body stays short of what it promised, and leaves; returns when the service has seen it. */
    public void leaveDuring(String method, String target) {
        try (Socket socket = new Socket(host, port)) {
            String head = "%s %s HTTP/1.1\r\nHost: test\r\nAuthorization: %s\r\nContent-Length: 100\r\n\r\n{\"name\":"
                    .formatted(method, target, authorization.get());
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            all(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String all(InputStream from) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] some = new byte[8_192];
        try {
            for (int read = from.read(some); read >= 0; read = from.read(some)) {
                bytes.write(some, 0, read);
            }
        } catch (IOException e) {
            if (bytes.size() == 0) { // a service may close while the rest of a body is on its way
                throw e;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
