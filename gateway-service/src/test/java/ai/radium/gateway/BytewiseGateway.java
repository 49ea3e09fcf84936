package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.LocalGateway.RawClient;
import ai.radium.gateway.worker.ScriptedWorker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A gateway that is spoken to byte by byte, before a service that repeats what it was asked (for {@code /late} once it may) and
 * two models: m answers, slow never does.
 */
final class BytewiseGateway implements AutoCloseable {
    static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a b c\"}]}";
    static final String KEY = "Authorization: Bearer alice\r\n";

    private final CountDownLatch late = new CountDownLatch(1);
    private final CountingService service;
    private final ScriptedWorker worker;
    private final ScriptedWorker slow;
    private final LocalGateway gateway;

    BytewiseGateway(Path home) {
        worker = new ScriptedWorker(ScriptedWorker::echo);
        slow = new ScriptedWorker((request, client) -> {
            client.onNext(ScriptedWorker.accepted());
            new CountDownLatch(1).await();
        });
        service = new CountingService((request, to) -> {
            if (request.line().contains("/late")) {
                await(late);
            }
            if (request.line().contains("chunked")) {
                String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
                to.write(head.getBytes(StandardCharsets.US_ASCII));
                to.write("2\r\n{}\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                CountingService.reply(
                        to,
                        "{\"line\":\"" + request.line() + "\",\"type\":\"" + request.header("content-type")
                                + "\",\"encoding\":\"" + request.header("content-encoding") + "\",\"length\":"
                                + request.body().length() + "}");
            }
        });
        gateway = new LocalGateway(
                new GatewayHome(home)
                        .key("alice", "acct_a", Map.of())
                        .key("reader", "acct_a", Map.of("scopes", List.of("read")))
                        .key("elsewhere", "acct_a", Map.of("ipAllowList", List.of("10.0.0.0/8")))
                        .key("narrow", "acct_b", Map.of("accountPolicy", GatewayHome.policy(1_000, 1)))
                        .model("m", worker.address())
                        .model("slow", slow.address()),
                Map.of(
                        "RADIUM_DEPLOYMENT_SERVICE", service.uri(),
                        "RADIUM_MODEL_SERVICE", service.uri(),
                        "RADIUM_ACCOUNT_SERVICE", service.uri(),
                        "RADIUM_BILLING_SERVICE", service.uri()));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void letLateRepliesGo() {
        late.countDown();
    }

    /** The worker that never answers. */
    ScriptedWorker slow() {
        return slow;
    }

    RawClient connect() throws IOException {
        return gateway.connect();
    }

    static String chat(String body) {
        return head("POST", "/v1/chat/completions", KEY) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String head(String method, String target, String headers) {
        return method + " " + target + " HTTP/1.1\r\nHost: x\r\n" + headers;
    }

    String post(String target, String headers, String body) throws IOException {
        return ask(head("POST", target, KEY + headers) + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    String ask(String request) throws IOException {
        try (RawClient client = gateway.connect()) {
            return client.say(request.replaceFirst("\r\n", "\r\nConnection: close\r\n"))
                    .readToEnd();
        }
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        service.close();
        worker.close();
        slow.close();
    }
}
