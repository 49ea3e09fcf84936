package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.LocalGateway.RawClient;
import ai.radium.gateway.worker.ScriptedWorker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as its RFCs have it, said to the gateway byte by byte. */
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class HttpRulesTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a b c\"}]}";
    private static final String KEY = "Authorization: Bearer alice\r\n";

    private final CountDownLatch late = new CountDownLatch(1);
    private CountingService service;
    private ScriptedWorker worker;
    private ScriptedWorker slow;
    private LocalGateway gateway;

    @BeforeAll
    void start(@TempDir Path home) {
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

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        service.close();
        worker.close();
        slow.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

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
                "PATCH  | /v1/billing              | GET, HEAD, OPTIONS",
                "POST   | /v1/billing              | GET, HEAD, OPTIONS",
                "GET    | /v1/chat/completions     | OPTIONS, POST",
                "DELETE | /v1/models/m/completions | OPTIONS, POST",
                "PUT    | /v1/deployments          | GET, HEAD, OPTIONS, POST",
                "POST   | /v1/deployments/x        | DELETE, GET, HEAD, OPTIONS, PUT",
                "TRACE  | /api/v1/api-keys/x       | DELETE, GET, HEAD, OPTIONS, PUT",
                "POST   | /health                  | GET, HEAD, OPTIONS",
                "DELETE | /                        | GET, HEAD, OPTIONS"
            })
    void anotherMethodIsToldWhichThereAre(String method, String target, String allow) throws IOException {
        String reply = ask(head(method, target, "") + "\r\n");

        assertThat(reply).startsWith("HTTP/1.1 405").contains("\r\nallow: " + allow + "\r\n");
        assertThat(reply).contains(method + " is not offered here, but " + allow);
        assertThat(ask(head("OPTIONS", target, "") + "\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("\r\nallow: " + allow + "\r\n");
    }

    @Test
    void optionsOfAllIsAllMethods() throws IOException {
        assertThat(ask(head("OPTIONS", "*", "") + "\r\n"))
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
        assertThat(ask(head("GET", target, KEY) + "\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("GET /deployments?a=1 HTTP/1.1");
        assertThat(ask(head("GET", "http://x", "") + "\r\n")).startsWith("HTTP/1.1 200");
        assertThat(ask(head("GET", "ftp://x/health", "") + "\r\n")).startsWith("HTTP/1.1 400");
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
        assertThat(ask("GET http://u@x/health HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(ask("GET /health HTTP/1.1\r\n" + hosts + "\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("Host");
        assertThat(ask("GET http://x/health HTTP/1.1\r\n" + hosts + "\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void aRequestOfOldNeedsNoHost() throws IOException {
        assertThat(ask("GET /health HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
        assertThat(ask("GET /health HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health?x=1", "/health?", "/health/", "/?a", "/v1/", "/api/v1?x", "/api/deploy"})
    void aQueryOrASlashAtTheEndChangesNoPath(String target) throws IOException {
        assertThat(ask(head("GET", target, "") + "\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void theRootSaysWhatThereIs() throws IOException {
        assertThat(ask(head("GET", "/v1", "") + "\r\n"))
                .contains("\"name\":\"Radium\"", "\"version\":", "/chat/completions", "/deployments/{id}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nowhere?x", "/api/v1/nowhere", "/nowhere", "/v1/deployments/a/b/c", "/v1/models/../x"})
    void aPathThatIsNowhereIsToldInOneWording(String target) throws IOException {
        assertThat(ask(head("GET", target, KEY) + "\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("There is nothing at " + target.replaceFirst("\\?.*", "") + "\"");
    }

    @Test
    void aLineThatIsTooLongIs414AndAHeadIs431() throws IOException {
        assertThat(ask(head("GET", "/v1/models?q=" + "a".repeat(17_000), KEY) + "\r\n"))
                .startsWith("HTTP/1.1 414");
        assertThat(ask(head("GET", "/v1/models", "X-A: " + "a".repeat(70_000) + "\r\n") + "\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void everyReplyHasOneDate() throws IOException {
        for (String target : List.of("/health", "/v1/deployments", "/v1/nowhere", "/v1/deployments/chunked")) {
            assertThat(ask(head("GET", target, KEY) + "\r\n").split("(?i)\r\ndate: ", -1))
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
        String reply = ask(head(method, target, "Authorization: Bearer " + key + "\r\n")
                + (header == null ? "" : header + "\r\n") + "\r\n");

        assertThat(reply).startsWith("HTTP/1.1 " + status).contains("\r\nx-ratelimit-limit: 1000000000\r\n");
        long now = System.currentTimeMillis() / 1_000;
        assertThat(Long.parseLong(header(reply, "x-ratelimit-reset"))).isBetween(now, now + 61);
        assertThat(Integer.parseInt(header(reply, "ratelimit").replaceFirst(".*t=", "")))
                .isBetween(0, 60);
    }

    @Test
    void whoIsNotKnownIsToldNoLimits() throws IOException {
        assertThat(ask(head("GET", "/v1/nowhere", "") + "\r\n"))
                .startsWith("HTTP/1.1 404")
                .doesNotContain("ratelimit");
        assertThat(ask(head("POST", "/v1/deployments", "Content-Length: 9999999\r\n") + "\r\n"))
                .startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, alice, 4000001, 413",
        "/v1/deployments, alice, 1048577, 413",
        "/v1/chat/completions, reader, 9, 403",
        "/v1/chat/completions, '', 9, 401"
    })
    void whoWaitsForHundredIsRefusedWithoutIt(String target, String key, int length, int status) throws IOException {
        String credential = key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n";
        try (var client = gateway.connect()) {
            client.say(head("POST", target, credential) + "Expect: 100-continue\r\nContent-Length: "
                    + (length == 4_000_001 ? 4 * 1024 * 1024 + 1 : length) + "\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 " + status);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 200",
                "Content-Type: application/json | 200",
                "Content-Type: Application/JSON; charset=utf-8 | 200",
                "Content-Type: text/plain | 415",
                "Content-Type: application/x-www-form-urlencoded | 415",
                "Content-Type: application/jsonx | 415"
            })
    void oneRuleOfContentTypesForAllEndpoints(String header, int status) throws IOException {
        String line = header.isEmpty() ? "" : header + "\r\n";

        assertThat(post("/v1/chat/completions", line, CHAT)).startsWith("HTTP/1.1 " + status);
        String relayed = post("/v1/deployments", line, "{}");
        assertThat(relayed).startsWith("HTTP/1.1 " + status);
        if (status == 200) {
            assertThat(relayed.toLowerCase(Locale.ROOT)).contains("\"type\":\"application/json");
        } else {
            assertThat(relayed).contains("Content-Type: application/json");
        }
    }

    @Test
    void aPostWithoutABodyIsPassedOn() throws IOException {
        assertThat(ask(head("POST", "/v1/api-keys/key_1/rotate", KEY) + "\r\n"))
                .contains("\"type\":\"application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZip"})
    void aBodyInGzipIsReadEverywhere(String encoding) throws IOException {
        String line = "Content-Encoding: " + encoding + "\r\n";

        assertThat(post("/v1/chat/completions", line, gzip(CHAT))).startsWith("HTTP/1.1 200");
        assertThat(post("/v1/deployments", line, gzip("{\"name\":\"x\"}")))
                .startsWith("HTTP/1.1 200")
                .contains("\"encoding\":\"\",\"length\":12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd"})
    void anotherEncodingIsRefusedInWords(String encoding) throws IOException {
        for (String target : List.of("/v1/chat/completions", "/v1/deployments")) {
            assertThat(post(target, "Content-Encoding: " + encoding + "\r\n", CHAT))
                    .startsWith("HTTP/1.1 415")
                    .contains("Content-Encoding: gzip");
        }
    }

    @Test
    void whatGzipHidesIsBoundedAndWhatIsNoneIsSaid() throws IOException {
        String line = "Content-Encoding: gzip\r\n";

        assertThat(post("/v1/deployments", line, gzip(" ".repeat(2_000_000)))).startsWith("HTTP/1.1 413");
        assertThat(post("/v1/chat/completions", line, gzip(" ".repeat(20_000_000))))
                .startsWith("HTTP/1.1 413");
        assertThat(post("/v1/deployments", line, "{}"))
                .startsWith("HTTP/1.1 400")
                .contains("gzip");
        String cut = gzip(CHAT);
        assertThat(post("/v1/chat/completions", line, cut.substring(0, cut.length() - 9)))
                .startsWith("HTTP/1.1 400")
                .contains("gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/v1/deployments", "/v1/nowhere", "/v1/models/m"})
    void aClientThatHasSaidAllIsAnswered(String target) throws IOException {
        try (var client = gateway.connect()) {
            client.say(head("GET", target, KEY) + "\r\n").socket().shutdownOutput();

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 ").contains("\r\n\r\n{");
        }
    }

    @Test
    void aClientThatHasSaidAllIsAnsweredByTheModelToo() throws IOException {
        for (String body : List.of(CHAT, CHAT.replace("\"model\"", "\"stream\":true,\"model\""))) {
            try (var client = gateway.connect()) {
                client.say(chat(body) + chat(body)).socket().shutdownOutput();
                String said = client.readToEnd();

                assertThat(said.split("HTTP/1.1 200", -1)).hasSize(3);
            }
        }
    }

    @Test
    void halfARequestIsNotServed() throws IOException {
        for (String half :
                List.of("GET /hea", head("GET", "/health", ""), chat(CHAT).substring(0, 140))) {
            try (var client = gateway.connect()) {
                client.say(half).socket().shutdownOutput();

                assertThat(client.readToEnd()).matches("(?s)(HTTP/1.1 400 .*)?");
            }
        }
    }

    @Test
    void aClientThatIsGoneIsNotWorkedFor() throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            var client = gateway.connect();
            client.say(chat("{\"model\":\"slow\",\"stream\":" + stream
                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"));
            assertThat(slow.requests.poll(10, TimeUnit.SECONDS)).isNotNull();
            long before = System.nanoTime();
            client.close();

            assertThat(slow.cancelled.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(2));
        }
    }

    @Test
    void aClientThatHasSaidAllIsAnsweredHoweverLongItTakes() throws Exception {
        try (var client = gateway.connect()) {
            client.say(head("GET", "/v1/deployments/late", KEY) + "\r\n")
                    .socket()
                    .shutdownOutput();

            assertThat(client.head()).startsWith("HTTP/1.1 100 Continue");
            late.countDown();
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200");
        }
    }

    private static String chat(String body) {
        return head("POST", "/v1/chat/completions", KEY) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String head(String method, String target, String headers) {
        return method + " " + target + " HTTP/1.1\r\nHost: x\r\n" + headers;
    }

    private String post(String target, String headers, String body) throws IOException {
        return ask(head("POST", target, KEY + headers) + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private String ask(String request) throws IOException {
        try (RawClient client = gateway.connect()) {
            return client.say(request.replaceFirst("\r\n", "\r\nConnection: close\r\n"))
                    .readToEnd();
        }
    }

    /** One character a byte. */
    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
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
