package ai.radium.account.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import ai.radium.account.AccountStack;
import ai.radium.account.WithAccount;
import ai.radium.contracts.Topic;
import ai.radium.contracts.key.KeyChanged;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AccountStack.class)
class KeysTest extends WithAccount {
    private static final String MILLISECONDS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @Test
    void showsAKeyOnceAndTheGatewayKnowsItAtOnce() {
        JsonPath created = create("{\"name\":\"ci\",\"scopes\":[\"inference\"],\"allowedModels\":[\"m1\"],"
                + "\"ipAllowList\":[\"10.0.0.0/8\",\"::1\"],\"rateLimit\":{\"requests\":5,\"windowSeconds\":60}}");
        String full = created.getString("data.keyFull");

        assertThat(created.getString("warning")).isNotEmpty();
        assertThat(created.getString("data.keyMasked"))
                .isEqualTo(full.substring(0, 12) + "****" + full.substring(full.length() - 4));
        lookUp(full)
                .statusCode(200)
                .body("keyId", equalTo(created.getString("data.id")))
                .body("account", equalTo(account))
                .body("status", equalTo("active"))
                .body("scopes", equalTo(List.of("inference")))
                .body("rateLimit.requests", equalTo(5))
                .body("rateLimit.concurrent", nullValue())
                .body("accountPolicy.name", equalTo("tier1"))
                .body("role", equalTo("developer"));
        outside.as(account, Role.VIEWER)
                .get("/api-keys/" + created.getString("data.id"))
                .then()
                .statusCode(200)
                .body("data.keyFull", nullValue())
                .body("data.lastUsedFormatted", equalTo("Never"))
                .body("data.analytics.hourlyUsage", hasSize(24));
    }

    @Test
    void storesNoKeyAnywhere() {
        String full = create("{\"name\":\"secret\"}").getString("data.keyFull");
        String secret = full.substring(20, full.length() - 6);
        String sha256 = HexFormat.of().formatHex(KeyText.sha256(full));

        List<String> tables = ServiceDatabase.query("select table_name from information_schema.tables"
                + " where table_schema = 'public' and table_type = 'BASE TABLE'");
        assertThat(tables).contains("api_key", "outbox");
        tables.forEach(table -> assertThat(ServiceDatabase.query("select t::text from " + table + " t"))
                .noneMatch(row -> row.contains(secret) || row.contains(sha256)));
    }

    @Test
    void tellsOfARevocationWithinASecond() {
        JsonPath created = create("{\"name\":\"leaked\"}");
        String id = created.getString("data.id");
        await().until(() -> outside.published(Topic.KEY_CHANGED, id).size() == 1);

        outside.as(account, Role.DEVELOPER)
                .delete("/api-keys/" + id)
                .then()
                .statusCode(200)
                .body("message", equalTo("API key revoked"));

        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(outside.published(Topic.KEY_CHANGED, id))
                        .last()
                        .isInstanceOfSatisfying(
                                KeyChanged.class,
                                event -> assertThat(event.status()).isEqualTo(KeyChanged.Status.REVOKED)));
        lookUp(created.getString("data.keyFull")).statusCode(200).body("status", equalTo("revoked"));
        list("revoked").body("data.id", equalTo(List.of(id)));
        list("active").body("data", hasSize(0));
        list("all").body("pagination.total", equalTo(1));
        list("lost").statusCode(400).body("param", equalTo("status"));
    }

    @Test
    void tellsChangesInOrderAfterACursor() {
        String before = LookedUp.cursor(outside);
        String first = create("{\"name\":\"1\"}").getString("data.id");
        String second = create("{\"name\":\"2\"}").getString("data.id");
        JsonPath changes = LookedUp.changes(outside, before);

        assertThat(changes.getList("keys.findAll { it.account == '" + account + "' }.keyId"))
                .isEqualTo(List.of(first, second));
        assertThat(LookedUp.changes(outside, changes.getString("cursor")).getList("keys"))
                .isEmpty();
    }

    @Test
    void rotatesToANewKeyWhileTheOldOneGoesOn() {
        JsonPath old = create("{\"name\":\"turning\",\"scopes\":[\"read\"]}");
        JsonPath next = outside.as(account, Role.DEVELOPER)
                .body("{\"overlapSeconds\":60}")
                .post("/api-keys/" + old.getString("data.id") + "/rotate")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();

        lookUp(old.getString("data.keyFull")).body("status", equalTo("active")).body("expiresAt", notNullValue());
        lookUp(next.getString("data.keyFull"))
                .body("scopes", equalTo(List.of("read")))
                .body("expiresAt", nullValue());
    }

    @Test
    void aSecondRotationWithinTheOverlapMakesAKeyThatLivesOnAsTheSettingsSay() {
        JsonPath forever = create("{\"name\":\"forever\"}");
        JsonPath until = create("{\"name\":\"until\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
        rotate(forever.getString("data.id"));
        rotate(until.getString("data.id"));

        lookUp(rotate(forever.getString("data.id")).getString("data.keyFull")).body("expiresAt", nullValue());
        lookUp(rotate(until.getString("data.id")).getString("data.keyFull"))
                .body("expiresAt", equalTo("2099-01-01T00:00:00.000Z"));
        update(forever.getString("data.id"), "{\"expiresAt\":null}")
                .statusCode(200)
                .body("data.expiresAt", notNullValue());
    }

    @Test
    void anExpiredKeyIsListedAsExpiredAndStaysSo() {
        String active = create("{\"name\":\"active\"}").getString("data.id");
        String expired = create("{\"name\":\"old\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}")
                .getString("data.id");
        ServiceDatabase.change("update api_key set expires_at = now() where id = '" + expired + "'");

        list("expired").body("data.id", equalTo(List.of(expired))).body("data[0].status", equalTo("expired"));
        list("active").body("data.id", equalTo(List.of(active)));
        list("revoked").body("data", hasSize(0));
        list("all").body("pagination.total", equalTo(2));
        update(expired, "{\"expiresAt\":null}").statusCode(409).body("code", equalTo("KEY_EXPIRED"));
        update(expired, "{\"expiresAt\":\"2099-01-01T00:00:00Z\"}").statusCode(409);
        outside.as(account, Role.DEVELOPER)
                .post("/api-keys/" + expired + "/rotate")
                .then()
                .statusCode(409);
        outside.as(account, Role.DEVELOPER)
                .delete("/api-keys/" + expired)
                .then()
                .statusCode(200);
        list("revoked").body("data.id", equalTo(List.of(expired)));
    }

    @Test
    void mergesAnUpdateOverWhatThereIs() {
        String id = create("{\"name\":\"a\",\"scopes\":[\"read\"],\"rateLimit\":{\"requests\":5,\"windowSeconds\":60}}")
                .getString("data.id");

        update(id, "{\"name\":\"b\"}")
                .statusCode(200)
                .body("data.name", equalTo("b"))
                .body("data.scopes", equalTo(List.of("read")))
                .body("data.rateLimit.requests", equalTo(5));
        update(id, "{\"rateLimit\":null}").statusCode(200).body("data.rateLimit", nullValue());
        update(id, "{\"expiresAt\":\"2020-01-01T00:00:00Z\"}").statusCode(400).body("param", equalTo("expiresAt"));
        update(id, "{\"rate_limit\":null}").statusCode(400).body("param", equalTo("rate_limit"));
        update(id, "{\"rateLimit\":{\"requests\":1,\"windowSeconds\":1,\"x\":{}}}")
                .statusCode(400)
                .body("param", equalTo("rateLimit.x"));
        update(id, "{\"scopes\":7}").statusCode(400).body("param", equalTo("scopes"));
    }

    @Test
    void neverTellsOfAnotherAccountsKey() {
        String id = create("{\"name\":\"mine\"}").getString("data.id");
        String other = outside.newAccount();

        outside.as(other, Role.OWNER).get("/api-keys/" + id).then().statusCode(404);
        outside.as(other, Role.OWNER).delete("/api-keys/" + id).then().statusCode(404);
        outside.as(other, Role.OWNER)
                .post("/api-keys/" + id + "/rotate")
                .then()
                .statusCode(404)
                .body("code", equalTo("KEY_NOT_FOUND"));
        outside.as(other, Role.OWNER)
                .body("{\"name\":\"theirs\"}")
                .put("/api-keys/" + id)
                .then()
                .statusCode(404);
    }

    @Test
    void letsAConfinedKeyMakeAndTakeOverNoStrongerOne() {
        String id = create("{\"name\":\"strong\"}").getString("data.id");

        outside.as(account, Role.VIEWER)
                .body("{\"name\":\"x\"}")
                .post("/api-keys")
                .then()
                .statusCode(403);
        outside.as(account, Role.DEVELOPER, "write")
                .body("{\"name\":\"x\"}")
                .post("/api-keys")
                .then()
                .statusCode(403)
                .body("param", equalTo("scopes"));
        outside.as(account, Role.DEVELOPER, "write")
                .post("/api-keys/" + id + "/rotate")
                .then()
                .statusCode(403);
        outside.as(account, Role.DEVELOPER, "write")
                .body("{\"name\":\"x\",\"scopes\":[\"write\"]}")
                .post("/api-keys")
                .then()
                .statusCode(201);
    }

    @Test
    void showsTheSameTimesFromTheFirstReplyOn() {
        JsonPath created = create("{\"name\":\"x\",\"expiresAt\":\"2099-01-01T00:00:00.123456789Z\"}");
        String id = created.getString("data.id");

        assertThat(created.getString("data.createdAt")).matches(MILLISECONDS);
        assertThat(created.getString("data.expiresAt")).isEqualTo("2099-01-01T00:00:00.123Z");
        outside.as(account, Role.VIEWER)
                .get("/api-keys/" + id)
                .then()
                .body("data.createdAt", equalTo(created.getString("data.createdAt")))
                .body("data.expiresAt", equalTo("2099-01-01T00:00:00.123Z"));
        outside.as(account, Role.VIEWER).get("/account").then().body("data.createdAt", matchesPattern(MILLISECONDS));
    }

    @Test
    void answersTheDemosLiteralKeysWithTheDemoUsersAccount() {
        JsonPath key = lookUp("your-api-key").statusCode(200).extract().jsonPath();

        assertThat(ServiceDatabase.query("select sub from member where account = '" + key.getString("account") + "'"))
                .containsExactly("00000000-0000-4000-8000-00000000de30");
        lookUp("sk-another").statusCode(404).body("code", equalTo("KEY_NOT_FOUND"));
    }

    private JsonPath create(String body) {
        return newKey(Role.DEVELOPER, body);
    }

    private JsonPath rotate(String id) {
        return outside.as(account, Role.DEVELOPER)
                .body("{\"overlapSeconds\":600}")
                .post("/api-keys/" + id + "/rotate")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private ValidatableResponse update(String id, String body) {
        return outside.as(account, Role.DEVELOPER)
                .body(body)
                .put("/api-keys/" + id)
                .then();
    }

    private ValidatableResponse list(String status) {
        return outside.as(account, Role.VIEWER)
                .get("/api-keys?status=" + status)
                .then();
    }

    private static ValidatableResponse lookUp(String key) {
        return LookedUp.by(outside, key);
    }
}
