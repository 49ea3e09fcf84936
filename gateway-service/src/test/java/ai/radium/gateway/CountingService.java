package ai.radium.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A service of raw sockets that reads requests by RFC 9112 alone and answers each with what it understood. What it cannot
 * read as a request is kept for the test.
 */
final class CountingService implements AutoCloseable {
    final AtomicInteger requests = new AtomicInteger();
    final List<String> nonsense = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;
    private final Answer answer;

    /** What is answered to one request. */
    interface Answer {
        void give(Request request, OutputStream to) throws IOException;
    }

    /** @param body one character a byte */
    record Request(String line, List<String> headers, String body) {
        String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(header -> header.substring(start.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    CountingService(Answer answer) {
        this.answer = answer;
        try {
            listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Says back the request line and the body's text, in JSON. */
    static void echo(Request request, OutputStream to) throws IOException {
        reply(to, "{\"line\":\"" + request.line() + "\",\"body\":\"" + request.body() + "\"}");
    }

    static void reply(OutputStream to, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.ISO_8859_1);
        to.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n"
                        + json)
                .getBytes(StandardCharsets.ISO_8859_1));
        to.flush();
    }

    String uri() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    int connections() {
        return open.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            open.forEach(CountingService::closeQuietly); // the listener is closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Request request = read(in); request != null; request = read(in)) {
                requests.incrementAndGet();
                answer.give(request, socket.getOutputStream());
            }
        } catch (IOException e) {
            open.remove(socket); // the gateway closed it
        } finally {
            open.remove(socket);
        }
    }

    private @Nullable Request read(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        if (!line.matches("(GET|POST|PUT|PATCH|DELETE) [!-~]+ HTTP/1\\.1")) {
            nonsense.add(line);
            throw new IOException("no request: " + line);
        }
        List<String> headers = new java.util.ArrayList<>();
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            headers.add(header);
        }
        Request head = new Request(line, headers, "");
        byte[] body = head.header("transfer-encoding").isEmpty()
                ? in.readNBytes(Integer.parseInt("0" + head.header("content-length")))
                : chunks(in);
        return new Request(line, headers, new String(body, StandardCharsets.ISO_8859_1));
    }

    private byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = size(in); size > 0; size = size(in)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private int size(InputStream in) throws IOException {
        String line = line(in);
        if (line == null || !line.matches("[0-9a-fA-F]+")) {
            nonsense.add("chunk size " + line);
            throw new IOException("no chunk: " + line);
        }
        return Integer.parseInt(line, 16);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
