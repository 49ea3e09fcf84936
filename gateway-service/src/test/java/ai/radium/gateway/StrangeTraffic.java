package ai.radium.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random requests of one client: headers, Connection lists, bodies with requests in them, chunks, pipelining, aborts. */
final class StrangeTraffic {
    private static final List<String> OPTIONS = List.of(
            "keep-alive",
            "close",
            "content-length",
            "transfer-encoding",
            "host",
            "authorization",
            "content-type",
            "te",
            "x-request-id",
            "upgrade",
            "expect",
            " ",
            "x-a");
    private static final List<String> METHODS = List.of("GET", "POST", "POST", "PUT", "DELETE");

    private final Random random;
    private final String key;
    private final String name;
    private int number;

    /** @param name of the client, the beginning of its requests' ids */
    StrangeTraffic(long seed, String key, String name) {
        this.random = new Random(seed);
        this.key = key;
        this.name = name;
    }

    /**
     * What one connection sends.
     *
     * @param text one character a byte
     * @param ids of its requests, in order; each stands in its target
     * @param closes whether the last request may be cut off
     */
    record Script(String text, List<String> ids, boolean closes) {
        Script {
            ids = List.copyOf(ids);
        }
    }

    Script next() {
        StringBuilder text = new StringBuilder();
        List<String> ids = new ArrayList<>();
        int requests = 1 + random.nextInt(4);
        for (int i = 0; i < requests; i++) {
            text.append(request(id(ids)));
        }
        text.append("GET /v1/deployments/")
                .append(id(ids))
                .append(" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ")
                .append(key)
                .append("\r\n\r\n");
        boolean closes = random.nextInt(10) == 0;
        int length = closes ? 1 + random.nextInt(text.length()) : text.length();
        return new Script(text.substring(0, length), ids, closes);
    }

    private String id(List<String> ids) {
        String id = name + "-" + number++;
        ids.add(id);
        return id;
    }

    private String request(String id) {
        String method = METHODS.get(random.nextInt(METHODS.size()));
        StringBuilder text = new StringBuilder(method)
                .append(" /v1/deployments/")
                .append(id)
                .append(method.equals("POST") ? "/start" : "")
                .append(" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ")
                .append(key)
                .append("\r\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(random.nextBoolean() ? "Connection: " : "connection:")
                    .append(options())
                    .append("\r\n");
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append("X-")
                    .append((char) ('a' + random.nextInt(26)))
                    .append(": ")
                    .append(word())
                    .append("\r\n");
        }
        String body = body();
        return switch (method.equals("GET") && random.nextInt(4) > 0 ? 0 : 1 + random.nextInt(3)) {
            case 0 -> text.append("\r\n").toString();
            case 1 ->
                text.append("Transfer-Encoding: chunked\r\n\r\n")
                        .append(chunks(body))
                        .toString();
            default ->
                text.append("Content-Length: ")
                        .append(body.length())
                        .append("\r\n\r\n")
                        .append(body)
                        .toString();
        };
    }

    private String options() {
        List<String> some = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String option = OPTIONS.get(random.nextInt(OPTIONS.size()));
            // A connection that the client closes itself says nothing of the later requests.
            some.add(option.equals("close") && random.nextInt(8) > 0 ? "keep-alive" : option);
        }
        return String.join(random.nextBoolean() ? ", " : ",", some);
    }

    private String body() {
        return switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> "{\"name\":\"" + word() + "\"}";
            case 2 -> "GET /deployments/inner HTTP/1.1\r\nHost: x\r\n\r\n";
            case 3 -> "0\r\n\r\nPOST /deployments/inner HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
            default -> "z".repeat(random.nextInt(20_000));
        };
    }

    private String chunks(String body) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < body.length()) {
            int size = Math.min(body.length() - at, 1 + random.nextInt(1 + body.length()));
            text.append(Integer.toHexString(size))
                    .append(random.nextInt(4) == 0 ? ";a=b" : "")
                    .append("\r\n")
                    .append(body, at, at + size)
                    .append("\r\n");
            at += size;
        }
        return text.append("0\r\n")
                .append(random.nextInt(4) == 0 ? "X-Trailer: content-length\r\n" : "")
                .append("\r\n")
                .toString();
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }
}
