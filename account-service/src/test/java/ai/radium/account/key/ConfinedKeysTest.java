package ai.radium.account.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import ai.radium.account.AccountStack;
import ai.radium.account.WithAccount;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(AccountStack.class)
class ConfinedKeysTest extends WithAccount {
    private static final String SCOPES = "\"scopes\":[\"write\",\"inference\"]";
    private static final String MODELS = "\"allowedModels\":[\"m1\",\"m2\"]";
    private static final String ADDRESSES = "\"ipAllowList\":[\"10.0.0.0/8\",\"::1\"]";
    private static final String LIMIT = "\"rateLimit\":{\"requests\":10,\"windowSeconds\":60,\"concurrent\":2}";
    private static final String END = "\"expiresAt\":\"2099-01-01T00:00:00Z\"";
    private static final String ALL = String.join(",", "\"name\":\"x\"", SCOPES, MODELS, ADDRESSES, LIMIT, END);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"scopes\":[\"write\",\"inference\"]|\"scopes\":[]|scopes",
                "\"scopes\":[\"write\",\"inference\"]|\"scopes\":null|scopes",
                "\"scopes\":[\"write\",\"inference\"]|\"scopes\":[\"*\"]|scopes",
                "\"scopes\":[\"write\",\"inference\"]|\"scopes\":[\"write\",\"admin\"]|scopes",
                "\"allowedModels\":[\"m1\",\"m2\"]|\"allowedModels\":null|allowedModels",
                "\"allowedModels\":[\"m1\",\"m2\"]|\"allowedModels\":[]|allowedModels",
                "\"allowedModels\":[\"m1\",\"m2\"]|\"allowedModels\":[\"m1\",\"m3\"]|allowedModels",
                "\"ipAllowList\":[\"10.0.0.0/8\",\"::1\"]|\"ipAllowList\":null|ipAllowList",
                "\"ipAllowList\":[\"10.0.0.0/8\",\"::1\"]|\"ipAllowList\":[]|ipAllowList",
                "\"ipAllowList\":[\"10.0.0.0/8\",\"::1\"]|\"ipAllowList\":[\"10.0.0.0/7\"]|ipAllowList",
                "\"ipAllowList\":[\"10.0.0.0/8\",\"::1\"]|\"ipAllowList\":[\"10.1.1.1\",\"0.0.0.0/0\"]|ipAllowList",
                "\"ipAllowList\":[\"10.0.0.0/8\",\"::1\"]|\"ipAllowList\":[\"::/0\"]|ipAllowList",
                "\"rateLimit\":{\"requests\":10,\"windowSeconds\":60,\"concurrent\":2}|\"rateLimit\":null|rateLimit",
                "\"rateLimit\":{\"requests\":10,\"windowSeconds\":60,\"concurrent\":2}|"
                        + "\"rateLimit\":{\"requests\":11,\"windowSeconds\":60,\"concurrent\":2}|rateLimit",
                "\"rateLimit\":{\"requests\":10,\"windowSeconds\":60,\"concurrent\":2}|"
                        + "\"rateLimit\":{\"requests\":10,\"windowSeconds\":59,\"concurrent\":2}|rateLimit",
                "\"rateLimit\":{\"requests\":10,\"windowSeconds\":60,\"concurrent\":2}|"
                        + "\"rateLimit\":{\"requests\":10,\"windowSeconds\":60,\"concurrent\":3}|rateLimit",
                "\"rateLimit\":{\"requests\":10,\"windowSeconds\":60,\"concurrent\":2}|"
                        + "\"rateLimit\":{\"requests\":10,\"windowSeconds\":60}|rateLimit",
                "\"expiresAt\":\"2099-01-01T00:00:00Z\"|\"expiresAt\":null|expiresAt",
                "\"expiresAt\":\"2099-01-01T00:00:00Z\"|\"expiresAt\":\"2099-01-01T00:00:01Z\"|expiresAt"
            })
    void handsOutNoMoreThanItHasAndSaysInWhichField(String own, String wider, String field) {
        String confined = create("{\"name\":\"c\"," + own + "}").getString("data.id");
        String all = create("{" + ALL + "}").getString("data.id");

        createBy(confined, "{\"name\":\"x\"," + wider + "}").statusCode(403).body("param", equalTo(field));
        createBy(confined, "{\"name\":\"x\"}").statusCode(403).body("param", equalTo(field));
        updateBy(confined, confined, "{" + wider + "}").statusCode(403).body("param", equalTo(field));
        updateBy(all, all, "{" + wider + "}").statusCode(403).body("param", equalTo(field));
        assertThat(ServiceDatabase.query("select count(*) from api_key where account = '" + account + "'"))
                .containsExactly("2");
    }

    @Test
    void takesOverNoStrongerKeyAndWidensNone() {
        String confined = create("{" + ALL + "}").getString("data.id");
        String strong = create("{\"name\":\"strong\"}").getString("data.id");
        String equal = create("{" + ALL + "}").getString("data.id");

        rotateBy(confined, strong).statusCode(403);
        updateBy(confined, strong, "{\"name\":\"y\"}").statusCode(403);
        updateBy(confined, equal, "{\"allowedModels\":null}").statusCode(403);
        updateBy(confined, equal, "{\"allowedModels\":[\"m1\"]}").statusCode(200);
        rotateBy(confined, equal).statusCode(201).body("data.allowedModels", equalTo(List.of("m1")));
        rotateBy(confined, confined).statusCode(201);
    }

    @Test
    void takesAwayNoStrongerKeyButItself() {
        String confined = create("{" + ALL + "}").getString("data.id");
        String strong = create("{\"name\":\"strong\"}").getString("data.id");
        String retired = create("{\"name\":\"old\"}").getString("data.id");
        String successor = rotateBy(retired, retired).statusCode(201).extract().path("data.id");

        revokeBy(confined, strong).statusCode(403);
        revokeBy(retired, successor).statusCode(403);
        revokeBy(strong, successor).statusCode(200);
        revokeBy(confined, confined).statusCode(200);
    }

    @Test
    void makesAndChangesKeysWithinItsOwnBounds() {
        String confined = create("{" + ALL + "}").getString("data.id");

        createBy(
                        confined,
                        "{\"name\":\"x\",\"scopes\":[\"read\"],\"allowedModels\":[\"m2\"],"
                                + "\"ipAllowList\":[\"10.1.0.0/16\",\"::ffff:10.2.0.1\"],"
                                + "\"rateLimit\":{\"requests\":9,\"windowSeconds\":61,\"concurrent\":1},"
                                + "\"expiresAt\":\"2098-01-01T00:00:00Z\"}")
                .statusCode(201)
                .body("data.ipAllowList", equalTo(List.of("10.1.0.0/16", "10.2.0.1")));
        updateBy(confined, confined, "{\"name\":\"renamed\"}").statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "admin, read, 201",
        "admin, write, 201",
        "write, read, 201",
        "read, read, 201",
        "read, write, 403",
        "write, admin, 403",
        "admin, inference, 403",
        "*, admin, 201",
        "admin, *, 403"
    })
    void administersIncludesWritesIncludesReads(String own, String asked, int status) {
        String key = create("{\"name\":\"a\",\"scopes\":[\"" + own + "\"]}").getString("data.id");

        createBy(key, "{\"name\":\"b\",\"scopes\":[\"" + asked + "\"]}").statusCode(status);
    }

    @Test
    void whatIsMadeThroughALimitedKeyIsCountedWithItToo() {
        JsonPath parent = create("{\"name\":\"p\"," + LIMIT + "}");
        String id = parent.getString("data.id");
        JsonPath child = createBy(id, "{\"name\":\"c\"," + LIMIT + "}")
                .statusCode(201)
                .extract()
                .jsonPath();
        JsonPath rotated = rotateBy(id, id).statusCode(201).extract().jsonPath();
        String other = create("{\"name\":\"o\"," + LIMIT + "}").getString("data.id");
        JsonPath taken = rotateBy(rotated.getString("data.id"), other)
                .statusCode(201)
                .extract()
                .jsonPath();

        LookedUp.by(outside, parent.getString("data.keyFull"))
                .body("lineage", equalTo(id))
                .body("inheritedLimits", hasSize(0));
        LookedUp.by(outside, child.getString("data.keyFull"))
                .body("lineage", equalTo(child.getString("data.id")))
                .body("inheritedLimits.countedAs", equalTo(List.of(id)))
                .body("inheritedLimits[0].requests", equalTo(10))
                .body("inheritedLimits[0].concurrent", equalTo(2));
        LookedUp.by(outside, rotated.getString("data.keyFull"))
                .body("lineage", equalTo(id))
                .body("inheritedLimits", hasSize(0));
        LookedUp.by(outside, taken.getString("data.keyFull"))
                .body("lineage", equalTo(other))
                .body("inheritedLimits.countedAs", equalTo(List.of(id)));
    }

    @Test
    void aKeyThatEndedMeanwhileDoesNothing() {
        String revoked = create("{\"name\":\"r\"}").getString("data.id");
        String expired = create("{\"name\":\"e\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}")
                .getString("data.id");
        String victim = create("{\"name\":\"v\"}").getString("data.id");
        outside.as(account, Role.DEVELOPER)
                .delete("/api-keys/" + revoked)
                .then()
                .statusCode(200);
        ServiceDatabase.change("update api_key set expires_at = now() where id = '" + expired + "'");

        for (String key : List.of(revoked, expired, "key_of_nobody", foreignKey())) {
            createBy(key, "{\"name\":\"x\"}").statusCode(403);
            updateBy(key, victim, "{\"name\":\"x\"}").statusCode(403);
            rotateBy(key, victim).statusCode(403);
            outside.key(account, key).delete("/api-keys/" + victim).then().statusCode(403);
        }
    }

    @Test
    void aKeyInItsOverlapMakesNoneThatOutlivesIt() {
        String old = create("{\"name\":\"old\"}").getString("data.id");
        outside.as(account, Role.ADMIN)
                .body("{\"overlapSeconds\":600}")
                .post("/api-keys/" + old + "/rotate")
                .then()
                .statusCode(201);

        createBy(old, "{\"name\":\"x\"}").statusCode(403).body("param", equalTo("expiresAt"));
        rotateBy(old, old).statusCode(403).body("param", equalTo("expiresAt"));
        updateBy(old, old, "{\"expiresAt\":null}").statusCode(403);
    }

    private String foreignKey() {
        String other = outside.newAccount();
        return outside.as(other, Role.DEVELOPER)
                .body("{\"name\":\"foreign\"}")
                .post("/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .path("data.id");
    }

    private JsonPath create(String body) {
        return newKey(Role.ADMIN, body);
    }

    private ValidatableResponse createBy(String key, String body) {
        return outside.key(account, key).body(body).post("/api-keys").then();
    }

    private ValidatableResponse updateBy(String key, String id, String body) {
        return outside.key(account, key).body(body).put("/api-keys/" + id).then();
    }

    private ValidatableResponse rotateBy(String key, String id) {
        return outside.key(account, key)
                .body("{\"overlapSeconds\":3600}")
                .post("/api-keys/" + id + "/rotate")
                .then();
    }

    private ValidatableResponse revokeBy(String key, String id) {
        return outside.key(account, key).delete("/api-keys/" + id).then();
    }
}
