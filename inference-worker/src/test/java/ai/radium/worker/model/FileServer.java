package ai.radium.worker.model;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A web server of one file: honest, unless the next requests are given another answer. */
public final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final Queue<Answer> next = new ConcurrentLinkedQueue<>();
    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile byte[] content;
    private volatile String etag = "\"one\"";

    /** How one request is answered. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public FileServer(byte[] content) {
        this.content = content.clone();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestHeaders());
            Answer answer = next.poll();
            try (exchange) {
                (answer == null ? (Answer) this::honestly : answer).to(exchange);
            }
        });
        server.start();
    }

    public String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String address() {
        return base() + "/models/tiny.gguf";
    }

    /** Headers of the requests so far, in their order. */
    public List<Headers> requests() {
        return requests;
    }

    /** Answers the requests that come next, one each. */
    public FileServer next(Answer... answers) {
        next.addAll(Arrays.asList(answers));
        return this;
    }

    public void change(byte[] newContent, String newEtag) {
        content = newContent.clone();
        etag = newEtag;
    }

    /** Announces all of the file, sends so many bytes of it and hangs up. */
    public Answer breakOff(int after) {
        return exchange -> {
            send(exchange, after);
        };
    }

    /** Sends so many bytes and then nothing, with the connection open. */
    public Answer stall(int after) {
        return exchange -> {
            send(exchange, after);
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    public Answer ignoreRange() {
        return exchange -> {
            head(exchange);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        };
    }

    /** The range of whatever the file is by now. */
    public Answer ignoreIfRange() {
        return exchange -> range(exchange, from(exchange));
    }

    public static Answer status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** Claims a length and sends a byte of it. */
    public static Answer claim(long length) {
        return exchange -> {
            exchange.sendResponseHeaders(200, length);
            exchange.getResponseBody().write(0);
            exchange.getResponseBody().flush();
        };
    }

    private void honestly(HttpExchange exchange) throws IOException {
        String version = exchange.getRequestHeaders().getFirst("If-Range");
        if (from(exchange) > 0 && (version == null || version.equals(etag))) {
            range(exchange, from(exchange));
        } else {
            ignoreRange().to(exchange);
        }
    }

    private void range(HttpExchange exchange, int from) throws IOException {
        head(exchange);
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
        exchange.sendResponseHeaders(206, content.length - from);
        exchange.getResponseBody().write(content, from, content.length - from);
    }

    private void send(HttpExchange exchange, int bytes) throws IOException {
        head(exchange);
        int from = from(exchange);
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        exchange.getResponseBody().write(content, from, bytes);
        exchange.getResponseBody().flush();
    }

    private void head(HttpExchange exchange) {
        exchange.getResponseHeaders().set("ETag", etag);
    }

    private static int from(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
