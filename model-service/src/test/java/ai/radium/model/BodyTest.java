package ai.radium.model;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.kit.testing.Hostile;
import ai.radium.kit.testing.LogWatch;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.RawHttp.Reply;
import ai.radium.kit.testing.TestEdge;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How every service reads bodies. */
@QuarkusTest
@WithTestResource(ModelStack.class)
class BodyTest {
    private static final String JSON = "Content-Type: application/json";

    @SuppressWarnings("NullAway.Init") // set by ModelStack
    TestEdge edge;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    URI service;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"allowed_models\":[\"m\"]};allowed_models;did you mean allowedModels?",
                "{\"rateLimit\":{\"request\":1}};rateLimit.request;did you mean requests?",
                "{\"rateLimit\":{\"window\":{\"minutes\":1}}};rateLimit.window.minutes;is not a known field",
                "{\"name\":5};name;must be text",
                "{\"rateLimit\":5};rateLimit;must be an object",
                "{\"rateLimit\":\"\"};rateLimit;must be an object",
                "{\"rateLimit\":{\"requests\":\"1\"}};rateLimit.requests;must be a whole number",
                "{\"rateLimit\":{\"requests\":1.5}};rateLimit.requests;must be a whole number",
                "{\"rateLimit\":{\"requests\":1e999}};rateLimit.requests;must be a whole number",
                "{\"rateLimit\":{\"requests\":99999999999}};rateLimit.requests;to 2147483647",
                "{\"allowedModels\":\"m\"};allowedModels;must be a list",
                "{\"allowedModels\":[1]};allowedModels[0];must be text",
                "{\"size\":1};size;must be one of small, large",
                "{\"size\":\"HUGE\"};size;must be one of small, large",
                "{\"expiresAt\":1795970000000};expiresAt;must be a date or a time",
                "{\"expiresAt\":\"+999999999-12-31T23:59:59Z\"};expiresAt;0001 to 9999",
                "{\"expiresAt\":\"soon\"};expiresAt;must be a date or a time",
                "{\"name\":\"a\\u0000b\"};name;U+0000",
                "{\"name\":\"\\ud800\"};name;half of a surrogate pair",
                "{\"name\":\"\\udc00x\"};name;half of a surrogate pair",
                "{\"allowedModels\":[\"a\",\"\\ud83d\"]};allowedModels[1];half of a surrogate pair",
                "{\"tags\":{\"k\\u0000\":\"v\"}};tags.k\\u0000;U+0000",
                "{\"tags\":{\"k\":\"\\u0000\"}};tags.k;U+0000",
                "{\"name\":\"a\",\"name\":\"b\"};name;is given twice",
                "{\"rateLimit\":{\"requests\":1,\"requests\":2}};rateLimit.requests;is given twice",
            })
    void refusesAMemberByItsPath(String body, String param, String why) {
        for (String path : List.of("/kit/bodies", "/kit/trees")) {
            given().header("Authorization", authorization())
                    .contentType("application/json")
                    .body(body)
                    .post(path)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("code", equalTo("INVALID_REQUEST"))
                    .body("param", equalTo(param.replace("\\u0000", "\u0000")))
                    .body("detail", containsString(why));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "5",
                "\"x\"",
                "null",
                "{} {}",
                "{\"name\":NaN}",
                "{'name':1}",
                "\u00ff\u00fe",
                "{\"name\":\"\u00ed\u00a0\u0080\"}"
            })
    void refusesWhatIsNoJsonObject(String body) {
        Reply reply = http().send("POST", "/kit/bodies", List.of(JSON), body);

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.body()).doesNotContain("ai.radium", "jackson", "java.");
    }

    @Test
    void readsNoMoreThanABoundedTree() {
        String many =
                IntStream.range(0, 100_000).mapToObj(i -> "{}").collect(Collectors.joining(",", "{\"zzz\":[", "]}"));
        String deep = "{\"zzz\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        String number = "{\"zzz\":" + "9".repeat(5_000) + "}";
        String text = "{\"name\":\"" + "x".repeat(300_000) + "\"}";

        for (String body : List.of(many, deep, number, text)) {
            for (String path : List.of("/kit/bodies", "/kit/trees")) {
                Reply reply = http().send("POST", path, List.of(JSON), body);
                assertThat(reply.status()).as(reply.body()).isEqualTo(400);
                assertThat(reply.body()).contains("32 levels", "20,000 values");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesABodyOfMoreThanAMebibyte(boolean chunked) {
        String body = "{\"name\":\"" + "x".repeat(1 << 20) + "\"}";
        Reply reply = chunked
                ? http().send(
                                "POST",
                                "/kit/bodies",
                                List.of(JSON, "Transfer-Encoding: chunked"),
                                Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n")
                : http().send("POST", "/kit/bodies", List.of(JSON), body);

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.body()).contains("PAYLOAD_TOO_LARGE", "1,048,576 bytes");
    }

    @Test
    void readsABodyOfNearlyAMebibyteOnTheEventLoop() {
        String body = "{\"allowedModels\":["
                + IntStream.range(0, 5)
                        .mapToObj(i -> "\"" + "x".repeat(200_000) + "\"")
                        .collect(Collectors.joining(","))
                + "]}";

        assertThat(http().send("POST", "/kit/bodies", List.of(JSON), body).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/json",
                "Content-Type: application/json; charset=utf-8",
                "Content-Type: Application/JSON",
                "Content-Type: application/merge-patch+json",
                "Accept: text/plain",
            })
    void takesJsonByAnyOfItsNamesAndWithoutOne(String header) {
        assertThat(http().send("POST", "/kit/bodies", List.of(header), "{\"name\":\"a\"}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Type: application/xml",
                "Content-Type: foo",
                "Content-Type: ;",
                "Content-Encoding: gzip",
            })
    void refusesABodyOfAnotherType(String header) {
        Reply reply = http().send("POST", "/kit/bodies", List.of(header), "{\"name\":\"a\"}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(415);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-No: type", "Content-Type: application/json", "Content-Type: text/plain", "Content-Length: 0"})
    void needsNoBodyWhereNoneIsNeeded(String header) {
        assertThat(http().ask("POST", "/kit/optional", header).body()).contains("\"none\"");
        assertThat(http().ask("POST", "/kit/bodies", header).status()).isEqualTo(400);
    }

    @Test
    void writesJsonWhateverAcceptSays() {
        for (String accept : Hostile.ACCEPTS) {
            Reply reply = http().send("POST", "/kit/bodies", List.of("Accept: " + accept), "{\"name\":\"a\"}");
            assertThat(reply.status()).as(accept).isEqualTo(200);
            assertThat(reply.header("Content-Type")).as(accept).startsWith("application/json");
            assertThat(reply.body()).startsWith("{\"data\":{\"name\":\"a\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/plain; charset=utf-8", "text/html", "application/xml"})
    void readsNothingButJson(String type) {
        for (String path : List.of("/kit/bodies", "/kit/single", "/kit/optional")) {
            Reply reply = http().send("POST", path, List.of("Content-Type: " + type), "{\"name\":\"a\"}");

            assertThat(reply.status()).as(path + reply.body()).isEqualTo(415);
            assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"expiresAt", "rateLimit", "allowedModels", "tags", "size"})
    void doesNotTakeEmptyTextForNull(String member) {
        Reply reply = http().send("POST", "/kit/bodies", List.of(), "{\"%s\":\"\"}".formatted(member));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("\"param\":\"" + member + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "SMALL"})
    void takesAWordAsItsProblemsSayIt(String word) {
        Reply reply = http().send("POST", "/kit/bodies", List.of(), "{\"size\":\"%s\"}".formatted(word));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    @Test
    void saysNothingLoudOfAClientThatLeavesDuringItsBody() {
        try (LogWatch log = new LogWatch()) {
            IntStream.range(0, 20).forEach(i -> http().leaveDuring("POST", "/kit/bodies"));

            assertThat(http().ask("POST", "/kit/optional").status()).isEqualTo(200);
            assertThat(log.errors()).isEmpty();
        }
    }

    @Test
    void tellsWhatIsNotOfferedAndWhereNothingIs() {
        Reply wrongMethod = http().ask("DELETE", "/kit/bodies");
        assertThat(wrongMethod.status()).isEqualTo(405);
        assertThat(wrongMethod.body()).contains("METHOD_NOT_ALLOWED");
        assertThat(http().ask("GET", "/nothing/here").body()).contains("There is nothing at /nothing/here");
    }

    private String authorization() {
        return edge.developerOf("acct_1", "model-service");
    }

    private RawHttp http() {
        return new RawHttp(service, authorization());
    }
}
