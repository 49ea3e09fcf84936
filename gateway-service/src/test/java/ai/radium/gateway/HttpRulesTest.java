package ai.radium.gateway;

import static ai.radium.gateway.BytewiseGateway.KEY;
import static ai.radium.gateway.BytewiseGateway.head;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as its RFCs have it, said to the gateway byte by byte. */
class HttpRulesTest extends ByteByByte {
    @ParameterizedTest
    @ValueSource(strings = {"/health", "/", "/v1", "/v1/models", "/v1/models/a/b", "/api/deploy/deployments?limit=1"})
    void aHeadIsAGetWithoutItsBody(String target) throws IOException {
        try (var client = gateway.connect()) {
            String get = client.say(head("GET", target, KEY) + "\r\n").reply();
            String head = client.say(head("HEAD", target, KEY) + "\r\n").head();

            assertThat(steady(head)).isEqualTo(steady(get.substring(0, get.indexOf("\r\n\r\n") + 4)));
            // The connection goes on, so that a body would be read as a reply.
            assertThat(client.say(head("GET", "/health", "") + "\r\n").reply()).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/nowhere, 404",
        "/v1/chat/completions, 405",
        "/v1/deployments/x/stop, 405",
        "/v1/deployments/%zz, 400",
        "/v1/deployments/chunked, 200"
    })
    void aHeadThatIsRefusedHasNoBodyEither(String target, int status) throws IOException {
        try (var client = gateway.connect()) {
            assertThat(client.say(head("HEAD", target, KEY) + "\r\n").head()).startsWith("HTTP/1.1 " + status);
            assertThat(client.say(head("GET", "/health", "") + "\r\n").reply()).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATCH  | /v1/billing              | GET, HEAD, OPTIONS, POST",
                "POST   | /v1/billing/usage        | GET, HEAD, OPTIONS",
                "GET    | /v1/chat/completions     | OPTIONS, POST",
                "DELETE | /v1/models/m/completions | OPTIONS, POST",
                "PUT    | /v1/deployments          | GET, HEAD, OPTIONS, POST",
                "POST   | /v1/deployments/x        | DELETE, GET, HEAD, OPTIONS, PUT",
                "TRACE  | /api/v1/api-keys/x       | DELETE, GET, HEAD, OPTIONS, PUT",
                "POST   | /health                  | GET, HEAD, OPTIONS",
                "DELETE | /                        | GET, HEAD, OPTIONS"
            })
    void anotherMethodIsToldWhichThereAre(String method, String target, String allow) throws IOException {
        String reply = gateway.ask(head(method, target, "") + "\r\n");

        assertThat(reply).startsWith("HTTP/1.1 405").contains("\r\nallow: " + allow + "\r\n");
        assertThat(reply).contains(method + " is not offered here, but " + allow);
        assertThat(gateway.ask(head("OPTIONS", target, "") + "\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("\r\nallow: " + allow + "\r\n");
    }

    @Test
    void optionsOfAllIsAllMethods() throws IOException {
        assertThat(gateway.ask(head("OPTIONS", "*", "") + "\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("\r\nallow: DELETE, GET, HEAD, OPTIONS, POST, PUT\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://x/v1/deployments?a=1",
                "HTTP://x:8000/v1/deployments?a=1",
                "https://radium.example/api/deploy/deployments/?a=1"
            })
    void aTargetInAbsoluteFormIsServed(String target) throws IOException {
        assertThat(gateway.ask(head("GET", target, KEY) + "\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("GET /deployments?a=1 HTTP/1.1");
        assertThat(gateway.ask(head("GET", "http://x", "") + "\r\n")).startsWith("HTTP/1.1 200");
        assertThat(gateway.ask(head("GET", "ftp://x/health", "") + "\r\n")).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: a\r\nHost: a\r\n",
                "Host: a\r\nhost: b\r\n",
                "Host:\r\n",
                "Host: a, b\r\n",
                "Host: a b\r\n",
                "Host: user@a\r\n",
                "Host: http://a/\r\n"
            })
    void aRequestHasOneHost(String hosts) throws IOException {
        assertThat(gateway.ask("GET http://u@x/health HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(gateway.ask("GET /health HTTP/1.1\r\n" + hosts + "\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("Host");
        assertThat(gateway.ask("GET http://x/health HTTP/1.1\r\n" + hosts + "\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void aRequestOfOldNeedsNoHost() throws IOException {
        assertThat(gateway.ask("GET /health HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
        assertThat(gateway.ask("GET /health HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health?x=1", "/health?", "/health/", "/?a", "/v1/", "/api/v1?x", "/api/deploy"})
    void aQueryOrASlashAtTheEndChangesNoPath(String target) throws IOException {
        assertThat(gateway.ask(head("GET", target, "") + "\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void theRootSaysWhatThereIs() throws IOException {
        assertThat(gateway.ask(head("GET", "/v1", "") + "\r\n"))
                .contains("\"name\":\"Radium\"", "\"version\":", "/chat/completions", "/deployments/{id}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nowhere?x", "/api/v1/nowhere", "/nowhere", "/v1/deployments/a/b/c", "/v1/models/../x"})
    void aPathThatIsNowhereIsToldInOneWording(String target) throws IOException {
        assertThat(gateway.ask(head("GET", target, KEY) + "\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("There is nothing at " + target.replaceFirst("\\?.*", "") + "\"");
    }

    @Test
    void aLineThatIsTooLongIs414AndAHeadIs431() throws IOException {
        assertThat(gateway.ask(head("GET", "/v1/models?q=" + "a".repeat(17_000), KEY) + "\r\n"))
                .startsWith("HTTP/1.1 414");
        assertThat(gateway.ask(head("GET", "/v1/models", "X-A: " + "a".repeat(70_000) + "\r\n") + "\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void everyReplyHasOneDate() throws IOException {
        for (String target : List.of("/health", "/v1/deployments", "/v1/nowhere", "/v1/deployments/chunked")) {
            assertThat(gateway.ask(head("GET", target, KEY) + "\r\n").split("(?i)\r\ndate: ", -1))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice     | GET   | /v1/nowhere          |                        | 404",
                "alice     | PATCH | /v1/deployments      |                        | 405",
                "reader    | POST  | /v1/deployments      | Content-Length: 2      | 403",
                "reader    | POST  | /v1/chat/completions | Content-Length: 9      | 403",
                "elsewhere | GET   | /v1/deployments      |                        | 403",
                "alice     | POST  | /v1/deployments      | Content-Length: 9999999| 413",
                "alice     | GET   | /v1/deployments/%zz  |                        | 400"
            })
    void whoIsKnownIsToldTheirLimitsWithEveryRefusal(
            String key, String method, String target, String header, int status) throws IOException {
        String reply = gateway.ask(head(method, target, "Authorization: Bearer " + key + "\r\n")
                + (header == null ? "" : header + "\r\n") + "\r\n");

        assertThat(reply).startsWith("HTTP/1.1 " + status).contains("\r\nx-ratelimit-limit: 1000000000\r\n");
        long now = System.currentTimeMillis() / 1_000;
        assertThat(Long.parseLong(header(reply, "x-ratelimit-reset"))).isBetween(now, now + 61);
        assertThat(Integer.parseInt(header(reply, "ratelimit").replaceFirst(".*t=", "")))
                .isBetween(0, 60);
    }

    @Test
    void whoIsNotKnownIsToldNoLimits() throws IOException {
        assertThat(gateway.ask(head("GET", "/v1/nowhere", "") + "\r\n"))
                .startsWith("HTTP/1.1 404")
                .doesNotContain("ratelimit");
        assertThat(gateway.ask(head("POST", "/v1/deployments", "Content-Length: 9999999\r\n") + "\r\n"))
                .startsWith("HTTP/1.1 401");
    }

    private static String header(String reply, String name) {
        int start = reply.indexOf("\r\n" + name + ": ") + name.length() + 4;
        return reply.substring(start, reply.indexOf("\r\n", start));
    }

    /** Without what changes from one request to the next. */
    private static String steady(String head) {
        return head.replaceAll("(?m)^(x-request-id|date|x-ratelimit-re.*|ratelimit): .*$", "$1");
    }
}
