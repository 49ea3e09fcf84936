package ai.radium.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with the header Idempotency-Key. */
@QuarkusTest
@WithTestResource(AccountStack.class)
class IdempotencyTest extends WithAccount {
    private static final String BODY = "{\"name\":\"a\",\"scopes\":[\"read\"]}";

    @Test
    void theSameRequestGetsTheSameReplyAndHasItsEffectOnce() {
        Response first = keyed("once").body(BODY).post("/api-keys");
        Response again =
                keyed("once").body(" {\"name\": \"a\", \"scopes\": [\"read\"]}").post("/api-keys");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.<String>path("data.keyFull")).startsWith("sk-");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(again.contentType()).isEqualTo(first.contentType());
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void aReplyIsWhatItWouldBeWithoutTheHeader() {
        Map<String, Object> plain =
                outside.as(account, Role.OWNER).body(BODY).post("/api-keys").path("");
        Map<String, Object> keyed = keyed("shape").body(BODY).post("/api-keys").path("");

        assertThat(keyed.keySet()).isEqualTo(plain.keySet());
        assertThat(keyed.get("warning")).isEqualTo(plain.get("warning"));
    }

    @Test
    void anotherRequestWithTheKeyIsRefused() {
        String id = keyed("reused").body(BODY).post("/api-keys").path("data.id");

        keyed("reused")
                .body("{\"name\":\"b\"}")
                .post("/api-keys")
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_KEY_REUSED"))
                .body("param", equalTo("Idempotency-Key"));
        keyed("reused").body("{}").post("/api-keys/" + id + "/rotate").then().statusCode(422);
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void anAccountsKeysAreItsOwn() {
        String id = keyed("shared").body(BODY).post("/api-keys").path("data.id");
        account = outside.newAccount();

        String others = keyed("shared").body(BODY).post("/api-keys").path("data.id");

        assertThat(others).startsWith("key_").isNotEqualTo(id);
    }

    @Test
    void ofManyAtOnceOneHasItsEffect() throws Exception {
        List<RequestSpecification> requests =
                IntStream.range(0, 50).mapToObj(i -> keyed("crowd").body(BODY)).toList();
        List<Response> replies;
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<Response>> sent = requests.stream()
                    .map(request -> threads.submit(() -> request.post("/api-keys")))
                    .toList();
            replies = new ArrayList<>();
            for (Future<Response> reply : sent) {
                replies.add(reply.get());
            }
        }

        Map<Integer, Long> statuses =
                replies.stream().collect(Collectors.groupingBy(Response::statusCode, Collectors.counting()));
        assertThat(statuses.keySet()).containsAnyOf(201).isSubsetOf(201, 409);
        assertThat(replies.stream()
                        .filter(reply -> reply.statusCode() == 201)
                        .map(Response::asString)
                        .distinct())
                .hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.statusCode() == 409).map(reply -> reply.<String>path("code")))
                .allMatch("IDEMPOTENCY_KEY_IN_USE"::equals);
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void whatWasRefusedHadNoEffectAndLeavesTheKeyFree() {
        keyed("second try").body("{}").post("/api-keys").then().statusCode(400);

        keyed("second try").body(BODY).post("/api-keys").then().statusCode(201);
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void whatIsStoredShowsNoSecret() {
        String secret = keyed("sealed").body(BODY).post("/api-keys").path("data.keyFull");

        String row = String.join(
                "",
                ServiceDatabase.query(
                        "select encode(reply, 'escape') || encode(key, 'escape') from stored_reply where account = '"
                                + account + "'"));
        assertThat(row).doesNotContain(secret, "sealed", "keyFull");
    }

    @Test
    void afterADayTheKeyStandsForANewRequest() {
        String id = keyed("old").body(BODY).post("/api-keys").path("data.id");
        ServiceDatabase.change(
                "update stored_reply set stored_at = stored_at - interval '24 hours 1 minute' where account = '"
                        + account + "'");

        String next = keyed("old").body(BODY).post("/api-keys").path("data.id");

        assertThat(next).isNotEqualTo(id);
        assertThat(keyed("old").body(BODY).post("/api-keys").<String>path("data.id"))
                .isEqualTo(next);
    }

    @Test
    void everyPostOfTheServiceHeedsIt() {
        String member = "{\"sub\":\"someone\",\"role\":\"viewer\"}";
        String id = keyed("make").body(BODY).post("/api-keys").path("data.id");

        assertThat(twice("rotate", request -> request.body("{}").post("/api-keys/" + id + "/rotate")))
                .isEqualTo(201);
        assertThat(twice("member", request -> request.body(member).post("/account/members")))
                .isEqualTo(201);
        assertThat(keys()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256, 4_000})
    void aKeyHasOneTo255Characters(int length) {
        keyed("k".repeat(length))
                .body(BODY)
                .post("/api-keys")
                .then()
                .statusCode(400)
                .body("param", equalTo("Idempotency-Key"));
        assertThat(keys()).isZero();
    }

    @Test
    void theLongestKeyIsTaken() {
        keyed("k".repeat(255)).body(BODY).post("/api-keys").then().statusCode(201);
    }

    @Test
    void oneRequestHasOneKey() {
        keyed("a")
                .header("Idempotency-Key", "b")
                .body(BODY)
                .post("/api-keys")
                .then()
                .statusCode(400);
    }

    @Test
    void aKeyIsOfPrintableAscii() {
        keyed(new String("schlüssel".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .body(BODY)
                .post("/api-keys")
                .then()
                .statusCode(400);
    }

    private int twice(String key, Function<RequestSpecification, Response> request) {
        Response first = request.apply(keyed(key));
        Response again = request.apply(keyed(key));

        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        return first.statusCode();
    }

    private int keys() {
        return outside.as(account, Role.OWNER).get("/api-keys").path("pagination.total");
    }

    private RequestSpecification keyed(String key) {
        return outside.as(account, Role.OWNER).header("Idempotency-Key", key);
    }
}
