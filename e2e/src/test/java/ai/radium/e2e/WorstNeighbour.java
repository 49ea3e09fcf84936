package ai.radium.e2e;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** An account at its worst, within its own limits: all that it may try, at the same time and without a pause. */
final class WorstNeighbour implements AutoCloseable {
    private static final String STORY = "[{\"role\":\"user\",\"content\":\"Tell me a long story.\"}]";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> replies = new ConcurrentHashMap<>();
    private final ApiClient api;
    private final String model;

    /** One thing it does again and again; gives the status of the reply. */
    private interface Deed {
        int perform() throws IOException, InterruptedException;
    }

    WorstNeighbour(ApiClient api, String model) {
        this.api = api;
        this.model = model;
    }

    void start() {
        for (int i = 0; i < 4; i++) {
            again("tiny messages", () -> chat(messages(20_000), ""));
            again("long answers", () -> chat(STORY, ",\"max_tokens\":400,\"logit_bias\":" + LeftStream.NO_END));
            again("left streams", this::leave);
        }
        again("biases", () -> chat(STORY, ",\"max_tokens\":1,\"logit_bias\":" + biases(40_000)));
        again("tools", () -> chat(STORY, ",\"max_tokens\":1,\"tools\":" + tools(2_000)));
        again("deep schema", () -> chat(STORY, ",\"max_tokens\":1,\"response_format\":" + schema(60)));
        again("wide schema", () -> chat(STORY, ",\"max_tokens\":1,\"response_format\":" + wideSchema(5_000)));
        again("long prompt", () -> chat(messages(1).replace("\"a\"", "\"" + "word ".repeat(700_000) + "\""), ""));
        again("stops", () -> chat(STORY, ",\"max_tokens\":1,\"stop\":" + strings(20_000)));
        again(
                "wrong keys",
                () -> api.withKey("sk-wrong-" + System.nanoTime())
                        .get("/models")
                        .status());
        again(
                "large body",
                () -> api.put("/api-keys/key_1", "{\"zzz\":[" + "{},".repeat(3_000_000) + "{}]}")
                        .status());
        again(
                "deployments",
                () -> api.post(
                                "/deployments",
                                "{\"name\":\"n" + System.nanoTime() + "\",\"modelId\":\"" + model
                                        + "\",\"configuration\":{\"minReplicas\":100,\"maxReplicas\":100}}")
                        .status());
        for (int i = 0; i < 8; i++) {
            again("analytics", () -> api.get("/analytics/usage?timeframe=30d").status());
        }
        hold(
                50,
                "POST /v1/deployments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\nContent-Length: 900\r\n\r\n{");
        hold(
                50,
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\nContent-Length: 90000\r\n\r\n{");
        hold(50, "GET /v1/models HTTP/1.1\r\nHost: x\r\nX-Half");
        hold(50, "");
    }

    /** Replies by what it did and their status, for the report. */
    Map<String, AtomicInteger> replies() {
        return Map.copyOf(replies);
    }

    private void again(String name, Deed deed) {
        threads.execute(() -> {
            boolean over = false;
            while (!over) {
                int status = status(deed);
                replies.computeIfAbsent(name + " " + status, row -> new AtomicInteger())
                        .incrementAndGet();
                over = pause(status == 429 || status == 0 ? 1_000 : 1);
            }
        });
    }

    private static int status(Deed deed) {
        try {
            return deed.perform();
        } catch (IOException | RuntimeException e) { // refused while it was still sending, or shut down
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private boolean pause(long millis) {
        try {
            return ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private int chat(String messages, String more) {
        return api.post("/chat/completions", "{\"model\":\"%s\",\"messages\":%s%s}".formatted(model, messages, more))
                .status();
    }

    private int leave() throws IOException {
        String body = "{\"model\":\"%s\",\"stream\":true,\"messages\":%s}".formatted(model, STORY);
        try (Socket socket = connect()) {
            say(
                    socket,
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body);
            byte[] head = socket.getInputStream().readNBytes(12);
            return Integer.parseInt(new String(head, StandardCharsets.US_ASCII).substring(9));
        }
    }

    /** Opens connections that say so much and no more, and opens them again when they are closed. */
    private void hold(int count, String text) {
        for (int i = 0; i < count; i++) {
            again("held connections", () -> {
                try (Socket socket = connect()) {
                    sockets.add(socket);
                    say(socket, text);
                    return socket.getInputStream().read() < 0 ? 0 : 1;
                }
            });
        }
    }

    private Socket connect() throws IOException {
        URI address = URI.create(api.baseUrl());
        return new Socket(address.getHost(), address.getPort());
    }

    private void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.replace("KEY", api.key()).getBytes(StandardCharsets.US_ASCII));
    }

    private static String messages(int count) {
        return list(count, i -> "{\"role\":\"user\",\"content\":\"a\"}");
    }

    private static String biases(int count) {
        return list(count, i -> "\"" + i + "\":1").replace('[', '{').replace(']', '}');
    }

    private static String tools(int count) {
        return list(
                count,
                i -> "{\"type\":\"function\",\"function\":{\"name\":\"f" + i
                        + "\",\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}}}");
    }

    private static String strings(int count) {
        return list(count, i -> "\"s" + i + "\"");
    }

    private static String schema(int depth) {
        return format("{\"type\":\"object\",\"properties\":{\"a\":".repeat(depth) + "{}" + "}}".repeat(depth));
    }

    private static String wideSchema(int count) {
        String properties = list(count, i -> "\"p" + i + "\":{\"type\":\"string\",\"maxLength\":2000}")
                .replace('[', '{')
                .replace(']', '}');
        return format("{\"type\":\"object\",\"properties\":" + properties + "}");
    }

    private static String format(String schema) {
        return "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":" + schema + "}}";
    }

    private static String list(int count, IntFunction<String> item) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(item.apply(i));
        }
        return "[" + String.join(",", items) + "]";
    }

    @Override
    public void close() throws IOException {
        ended.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdown();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
