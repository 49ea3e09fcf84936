package ai.radium.account.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import ai.radium.account.AccountStack;
import ai.radium.account.WithAccount;
import ai.radium.account.key.LookedUp;
import ai.radium.contracts.Event;
import ai.radium.contracts.Topic;
import ai.radium.contracts.account.AccountChanged;
import ai.radium.contracts.key.KeyChanged;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AccountStack.class)
class MembersTest extends WithAccount {
    private String owner = "";

    @BeforeEach
    void findOwner() {
        owner = ServiceDatabase.query("select sub from member where account = '" + account + "'")
                .getFirst();
    }

    @Test
    void letsOnlyOwnersMakeAndTouchOwnersAndAlwaysKeepsOne() {
        String admin = add("admin");

        post(admin, Role.ADMIN, Ids.ulid(), "owner").statusCode(403);
        put(admin, Role.ADMIN, admin, "owner").statusCode(403);
        put(admin, Role.ADMIN, owner, "viewer").statusCode(403);
        delete(admin, Role.ADMIN, owner).statusCode(403);
        put(owner, Role.OWNER, owner, "admin").statusCode(409).body("code", equalTo("LAST_OWNER"));
        delete(owner, Role.OWNER, owner).statusCode(409).body("code", equalTo("LAST_OWNER"));
        post(owner, Role.OWNER, Ids.ulid(), "owner").statusCode(201);
        put(owner, Role.OWNER, owner, "viewer").statusCode(200).body("data.role", equalTo("viewer"));
    }

    @Test
    void removesAMemberWithAJsonBody() {
        String viewer = add("viewer");

        delete(owner, Role.OWNER, viewer)
                .statusCode(200)
                .body("message", equalTo("Member removed"))
                .body("data.sub", equalTo(viewer));
        delete(owner, Role.OWNER, viewer).statusCode(404).body("code", equalTo("MEMBER_NOT_FOUND"));
        outside.user(account, owner, Role.OWNER)
                .get("/account/members")
                .then()
                .statusCode(200)
                .body("data.sub", not(hasItem(viewer)));
        outside.gateway()
                .body("{\"sub\":\"" + viewer + "\",\"account\":\"" + account + "\"}")
                .post("/internal/principals")
                .then()
                .statusCode(404);
    }

    @Test
    void knowsNoMembersOfOtherAccounts() {
        String foreign = outside.newAccount();
        String other = ServiceDatabase.query("select sub from member where account = '" + foreign + "'")
                .getFirst();

        put(owner, Role.OWNER, other, "viewer").statusCode(404).body("code", equalTo("MEMBER_NOT_FOUND"));
        delete(owner, Role.OWNER, other).statusCode(404);
        put(owner, Role.OWNER, "nobody", "viewer").statusCode(404);
    }

    @Test
    void isForOwnersAndAdministratorsOnly() {
        String viewer = add("viewer");
        for (Role role : List.of(Role.VIEWER, Role.DEVELOPER)) {
            String sub = add(role.word());

            post(sub, role, Ids.ulid(), "viewer").statusCode(403);
            put(sub, role, viewer, "developer").statusCode(403);
            delete(sub, role, viewer).statusCode(403);
        }
    }

    @Test
    void whoWasDemotedOrRemovedAMomentAgoChangesNothingHoweverTheGatewayStillTakesThem() {
        String demoted = add("admin");
        String removed = add("admin");
        put(owner, Role.OWNER, demoted, "viewer").statusCode(200);
        delete(owner, Role.OWNER, removed).statusCode(200);

        for (String sub : List.of(demoted, removed)) {
            post(sub, Role.ADMIN, Ids.ulid(), "viewer").statusCode(403);
            delete(sub, Role.ADMIN, owner).statusCode(403);
            outside.user(account, sub, Role.ADMIN)
                    .body("{\"name\":\"late\"}")
                    .post("/api-keys")
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void revokesTheKeysOfWhoLeavesAndTellsTheGateways() {
        String developer = add("developer");
        JsonPath key = key(outside.user(account, developer, Role.DEVELOPER)
                .body("{\"name\":\"theirs\"}")
                .post("/api-keys"));
        JsonPath child = key(outside.key(account, key.getString("data.id"))
                .body("{\"name\":\"its child\"}")
                .post("/api-keys"));
        JsonPath mine = key(outside.user(account, owner, Role.OWNER)
                .body("{\"name\":\"mine\"}")
                .post("/api-keys"));
        String cursor = LookedUp.cursor(outside);

        delete(owner, Role.OWNER, developer).statusCode(200);

        LookedUp.by(outside, key.getString("data.keyFull")).body("status", equalTo("revoked"));
        LookedUp.by(outside, child.getString("data.keyFull")).body("status", equalTo("revoked"));
        LookedUp.by(outside, mine.getString("data.keyFull")).body("status", equalTo("active"));
        assertThat(LookedUp.changes(outside, cursor).getList("keys.findAll { it.status == 'revoked' }.keyId"))
                .contains(key.getString("data.id"), child.getString("data.id"))
                .doesNotContain(mine.getString("data.id"));
        await().untilAsserted(() -> assertThat(lastTold(key.getString("data.id")))
                .isInstanceOfSatisfying(
                        KeyChanged.class, event -> assertThat(event.status()).isEqualTo(KeyChanged.Status.REVOKED)));
    }

    @Test
    void nobodyStaysForHavingManyKeys() {
        String developer = add("developer");
        ServiceDatabase.change(
                "insert into api_key (id, account, name, prefix, last4, hash, status, role, scopes, allowed_models,"
                        + " ip_allow_list, created_at, change, version, made_by, lineage) select 'key_' || '" + account
                        + "' || n, '" + account + "', 'n', 'sk-', '0000', '" + account
                        + "' || n, 'ACTIVE', 'DEVELOPER', '', '', '',"
                        + " now(), nextval('api_key_change'), 0, '" + developer
                        + "', 'key_' || n from generate_series(1, 20000) n");

        delete(owner, Role.OWNER, developer).statusCode(200);

        assertThat(ServiceDatabase.query(
                        "select count(*) from api_key where made_by = '" + developer + "' and status = 'ACTIVE'"))
                .containsExactly("0");
    }

    @Test
    void aKeyIsWorthNoMoreThanItsMakersRoleAtPresent() {
        String admin = add("admin");
        JsonPath key = key(outside.user(account, admin, Role.ADMIN)
                .body("{\"name\":\"theirs\"}")
                .post("/api-keys"));
        String full = key.getString("data.keyFull");
        String cursor = LookedUp.cursor(outside);
        LookedUp.by(outside, full).body("role", equalTo("admin")).body("version", equalTo(0));

        put(owner, Role.OWNER, admin, "viewer").statusCode(200);

        LookedUp.by(outside, full).body("role", equalTo("viewer")).body("version", equalTo(1));
        assertThat(LookedUp.changes(outside, cursor).getList("keys.keyId")).contains(key.getString("data.id"));
        outside.key(account, key.getString("data.id"))
                .body("{\"name\":\"x\"}")
                .post("/api-keys")
                .then()
                .statusCode(403);
    }

    @Test
    void tellsTheGatewaysOfEveryChangeOfMembers() {
        String viewer = add("viewer");
        put(owner, Role.OWNER, viewer, "developer").statusCode(200);
        delete(owner, Role.OWNER, viewer).statusCode(200);

        await().untilAsserted(() -> assertThat(outside.published(Topic.ACCOUNT_CHANGED, account))
                .extracting(event -> ((AccountChanged) event).version())
                .hasSize(4)
                .doesNotHaveDuplicates());
    }

    @Test
    void whoLeftTheAccountThatTheyOpenedOpensAnother() {
        String heir = add("owner");
        delete(heir, Role.OWNER, owner).statusCode(200);

        outside.gateway()
                .body("{\"sub\":\"" + owner + "\"}")
                .post("/internal/principals")
                .then()
                .statusCode(200)
                .body("account", not(equalTo(account)))
                .body("role", equalTo("owner"));
    }

    @Test
    void aConfinedKeyAppointsNobody() {
        JsonPath confined = key(outside.user(account, owner, Role.OWNER)
                .body("{\"name\":\"confined\",\"scopes\":[\"admin\"],\"allowedModels\":[\"m\"]}")
                .post("/api-keys"));
        String viewer = add("viewer");
        String id = confined.getString("data.id");

        outside.key(account, id)
                .body("{\"sub\":\"evil\",\"role\":\"admin\"}")
                .post("/account/members")
                .then()
                .statusCode(403);
        outside.key(account, id)
                .body("{\"role\":\"admin\"}")
                .put("/account/members/" + viewer)
                .then()
                .statusCode(403);
        outside.key(account, id).delete("/account/members/" + viewer).then().statusCode(200);
    }

    private String add(String role) {
        String sub = Ids.ulid();
        post(owner, Role.OWNER, sub, role).statusCode(201);
        return sub;
    }

    private ValidatableResponse post(String by, Role as, String sub, String role) {
        return outside.user(account, by, as)
                .body("{\"sub\":\"" + sub + "\",\"role\":\"" + role + "\"}")
                .post("/account/members")
                .then();
    }

    private ValidatableResponse put(String by, Role as, String sub, String role) {
        return outside.user(account, by, as)
                .body("{\"role\":\"" + role + "\"}")
                .put("/account/members/" + sub)
                .then();
    }

    private ValidatableResponse delete(String by, Role as, String sub) {
        return outside.user(account, by, as).delete("/account/members/" + sub).then();
    }

    private static JsonPath key(io.restassured.response.Response made) {
        return made.then().statusCode(201).extract().jsonPath();
    }

    private Event lastTold(String keyId) {
        return outside.published(Topic.KEY_CHANGED, keyId).getLast();
    }
}
