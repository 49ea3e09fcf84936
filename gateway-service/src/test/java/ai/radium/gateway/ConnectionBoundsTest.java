package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.worker.ScriptedWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How much one client, connection or request may have, however quick it is. */
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(30)
class ConnectionBoundsTest {
    private static final String HEAD =
            "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n";
    private static final String BODY = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a b c\"}]}";

    private final CountDownLatch never = new CountDownLatch(1);
    private ScriptedWorker worker;
    private LocalGateway gateway;

    @BeforeEach
    void start(@TempDir Path home) {
        worker = new ScriptedWorker((request, client) -> {
            if (!request.getInput().contains("endless")) {
                ScriptedWorker.echo(request, client);
                return;
            }
            client.onNext(ScriptedWorker.accepted());
            while (!client.isCancelled()) {
                client.onNext(ScriptedWorker.delta("word "));
                never.await(50, TimeUnit.MILLISECONDS);
            }
        });
        gateway = new LocalGateway(
                new GatewayHome(home).key("alice", "acct_a", Map.of()).model("m", worker.address()),
                Map.of(
                        "RADIUM_GATEWAY_REQUEST_SECONDS", "5",
                        "RADIUM_GATEWAY_CONNECTION_REQUESTS", "20",
                        "RADIUM_GATEWAY_ADDRESS_CONNECTIONS", "50"));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        worker.close();
    }

    @Test
    void oneAddressHasItsPartOfTheConnections() throws Exception {
        List<LocalGateway.RawClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                open.add(gateway.connect().say("GET /health HTTP/1.1\r\nHost: x\r\n\r\n"));
                open.getLast().reply();
            }
            try (var tooMany = gateway.connect()) {
                tooMany.awaitEnd();
            }
        } finally {
            for (LocalGateway.RawClient client : open) {
                client.close();
            }
        }
        Awaitility.await().untilAsserted(() -> assertThat(chat()).startsWith("HTTP/1.1 200"));
    }

    @Test
    void aConnectionIsClosedAfterItsShareOfRequests() throws IOException {
        try (var client = gateway.connect()) {
            for (int i = 1; i < 20; i++) {
                assertThat(client.say("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").reply())
                        .doesNotContain("connection: close");
            }
            client.say("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200").contains("connection: close");
        }
    }

    @Test
    void aRequestThatTakesTooLongAltogetherEndsInWords() throws Exception {
        String whole = BODY.replace("a b c", "endless");
        String stream = whole.replaceFirst("\\{", "{\"stream\":true,");
        for (String body : List.of(whole, stream)) {
            try (var client = gateway.connect()) {
                client.say(HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body);

                assertThat(client.readToEnd())
                        .startsWith(body.equals(whole) ? "HTTP/1.1 504" : "HTTP/1.1 200")
                        .contains("took longer than any may");
            }
        }
        Awaitility.await().untilAsserted(() -> assertThat(worker.cancelled).hasSize(2));
    }

    private String chat() throws IOException {
        try (var client = gateway.connect()) {
            return client.say(HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                    .reply();
        }
    }
}
