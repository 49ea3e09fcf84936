package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request in is one request out, whatever the client says of its connection. */
@SuppressWarnings("NullAway.Init") // set before each test
class FramingTest {
    private static final String INNER = "GET /deployments/of-another HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";

    private CountingService service;
    private LocalGateway gateway;

    @BeforeEach
    void start(@TempDir Path home) {
        service = new CountingService(CountingService::echo);
        gateway = new LocalGateway(
                new GatewayHome(home).key("alice", "acct_a", Map.of()),
                Map.of("RADIUM_DEPLOYMENT_SERVICE", service.uri()));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keep-alive, content-length",
                "Content-Length",
                "keep-alive, transfer-encoding",
                "content-length, transfer-encoding, host",
                "close, content-length"
            })
    void aBodyNeverBecomesARequestOfItsOwn(String options) throws IOException {
        try (var client = gateway.connect()) {
            client.say("POST /v1/deployments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\nConnection: "
                    + options + "\r\nContent-Length: " + INNER.length() + "\r\n\r\n" + INNER);
            String reply = client.reply();

            assertThat(reply).startsWith("HTTP/1.1 200").contains("POST /deployments", "of-another");
        }
        assertThat(ask("GET")).contains("\"line\":\"GET /deployments HTTP/1.1\"");
        assertThat(service.requests).hasValue(2);
        assertThat(service.nonsense).isEmpty();
    }

    @Test
    void aChunkedBodyNeverBecomesARequestOfItsOwn() throws IOException {
        try (var client = gateway.connect()) {
            client.say("POST /v1/deployments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n"
                    + "Connection: keep-alive, transfer-encoding\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(INNER.length()) + "\r\n" + INNER + "\r\n0\r\n\r\n");

            assertThat(client.reply()).startsWith("HTTP/1.1 200").contains("of-another");
        }
        assertThat(service.requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nabc\r\n0\r\n\r\n", "3\r\nabcde\r\n0\r\n\r\n", "-1\r\n", "3;\0\r\nabX\n0\r\n\r\n"})
    void aBrokenChunkIsAnErrorAndNeverTheEnd(String rest) throws IOException {
        try (var client = gateway.connect()) {
            client.say("POST /v1/deployments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n" + rest);

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 400").contains("INVALID_REQUEST");
        }
        assertThat(service.requests).hasValue(0);
    }

    @Test
    void aBodyThatBreaksOffReachesNobody() throws IOException {
        try (var client = gateway.connect()) {
            client.say("POST /v1/deployments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n"
                    + "Content-Length: 100\r\n\r\n{\"half\":");
        }
        assertThat(ask("GET")).contains("GET /deployments");
        assertThat(service.requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?search=a|b", "?search={x}", "?search=\"<>^`", "?q=[1]", "/a\\b", "?x=\u00e9"})
    void whatTheServiceMayNotReadIsEscaped(String target) throws IOException {
        try (var client = gateway.connect()) {
            client.say("GET /v1/deployments" + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n\r\n");

            assertThat(client.reply()).doesNotStartWith("HTTP/1.1 5");
        }
        assertThat(service.nonsense).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?a=%zz", "?a=%", "/%4", "?%2"})
    void aBrokenEscapeIsTheClientsFault(String target) throws IOException {
        try (var client = gateway.connect()) {
            client.say("GET /v1/deployments" + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n\r\n");

            assertThat(client.reply()).startsWith("HTTP/1.1 400").contains("percent sign");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/9.9", "HTTP/2.0", "HTTP/1.2", "HTTP/0.9"})
    void anotherHttpVersionIsRefusedAndEndsTheConnection(String version) throws IOException {
        for (String target : new String[] {"/v1/deployments", "/health"}) {
            try (var client = gateway.connect()) {
                client.say(
                        "GET " + target + " " + version + "\r\nHost: x\r\nAuthorization: Bearer alice\r\n\r\n" + INNER);

                assertThat(client.readToEnd())
                        .startsWith("HTTP/1.1 505 ")
                        .containsIgnoringCase("\"code\":\"HTTP_VERSION_NOT_SUPPORTED\"")
                        .containsOnlyOnce("x-request-id: ");
            }
        }
        assertThat(service.requests).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTX/1.1", "HTTP/x", "HTTP/11"})
    void whatIsNoVersionIsNotValidHttp(String version) throws IOException {
        try (var client = gateway.connect()) {
            client.say("GET /v1/deployments " + version + "\r\nHost: x\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ").contains("INVALID_REQUEST");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200-ok", "100-continue, 200-ok", "100-continue\r\nExpect: x"})
    void anExpectationThatCannotBeMetIsRefusedAndEndsTheConnection(String expectation) throws IOException {
        try (var client = gateway.connect()) {
            client.say("POST /v1/deployments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\nExpect: "
                    + expectation + "\r\nContent-Length: " + INNER.length() + "\r\n\r\n" + INNER);

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 417 ")
                    .contains("\"code\":\"EXPECTATION_FAILED\"")
                    .containsOnlyOnce("x-request-id: ");
        }
        assertThat(service.requests).hasValue(0);
    }

    @Test
    void anExpectationOfAnOldClientIsIgnored() throws IOException {
        try (var client = gateway.connect()) {
            client.say(
                    "GET /v1/deployments HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer alice\r\nExpect: 200-ok\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ");
        }
    }

    private String ask(String method) throws IOException {
        try (var client = gateway.connect()) {
            return client.say(method + " /v1/deployments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n\r\n")
                    .reply();
        }
    }
}
