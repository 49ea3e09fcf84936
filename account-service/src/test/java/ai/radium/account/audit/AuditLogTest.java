package ai.radium.account.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import ai.radium.account.AccountStack;
import ai.radium.account.WithAccount;
import ai.radium.contracts.Topic;
import ai.radium.contracts.audit.ActionTaken;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who did what to an account, from the call to the log. */
@QuarkusTest
@WithTestResource(AccountStack.class)
class AuditLogTest extends WithAccount {
    private static final String KEYS = "/api-keys";

    @Test
    void everyChangeOfAKeyLeavesOneRow() {
        String id = owner().body("{\"name\":\"a\",\"scopes\":[\"read\"]}")
                .post(KEYS)
                .path("data.id");
        owner().body("{\"name\":\"b\",\"scopes\":null}").put(KEYS + "/" + id);
        String next = owner().body("{\"overlapSeconds\":0}")
                .post(KEYS + "/" + id + "/rotate")
                .path("data.id");
        owner().delete(KEYS + "/" + next);

        assertThat(rows(5))
                .containsExactly(
                        "account.create " + account + " {}",
                        "api_key.create " + id + " {name=a, scopes=[read]}",
                        "api_key.update " + id + " {name=b, scopes=null}",
                        "api_key.rotate " + id + " {overlapSeconds=0, made=" + next + "}",
                        "api_key.revoke " + next + " {}");
    }

    @Test
    void everyChangeOfTheAccountAndItsMembersLeavesOneRow() {
        owner().body("{\"name\":\"Ada and others\"}").put("/account");
        owner().body("{\"sub\":\"bob\",\"role\":\"viewer\",\"email\":\"bob@example.org\"}")
                .post("/account/members");
        owner().body("{\"role\":\"developer\"}").put("/account/members/bob");
        owner().delete("/account/members/bob");
        operator().body("{\"name\":\"tier2\"}").put("/account/rate-limit-policy");

        assertThat(rows(6).subList(1, 6))
                .containsExactly(
                        "account.update " + account + " {name=Ada and others}",
                        "member.add bob {sub=bob, role=viewer, email=bob@example.org}",
                        "member.update bob {role=developer}",
                        "member.remove bob {}",
                        "account.change_rate_limit_policy " + account + " {name=tier2}");
    }

    @Test
    void whatAnOperatorDoesToAnAccountIsInThatAccountsLog() {
        String customers = account;
        account = outside.newAccount();

        operator().body("{\"name\":\"tier3\"}").put("/account/" + customers + "/rate-limit-policy");

        account = customers;
        assertThat(rows(2).getLast()).startsWith("account.change_rate_limit_policy " + customers);
        assertThat(shown().<String>path("data[0].actor")).isEqualTo("tester-platform-admin");
    }

    @Test
    void aRowSaysWhoFromWhereAndWhen() {
        Instant before = Instant.now().minusMillis(1);
        owner().body("{\"name\":\"a\"}").post(KEYS);
        rows(2);

        Map<String, String> row = shown().path("data[0]");
        assertThat(row)
                .containsEntry("actor", "tester-owner")
                .containsEntry("address", "192.0.2.7")
                .containsEntry("requestId", "req_test");
        assertThat(row.get("id")).startsWith("aud_");
        assertThat(Instant.parse(String.valueOf(row.get("time")))).isBetween(before, Instant.now());
        assertThat(row.get("previousHash")).isEqualTo(shown().path("data[1].hash"));
    }

    @Test
    void anAccountsFirstRowIsItsOpening() {
        rows(1);

        shown().then()
                .body("data", hasSize(1))
                .body("data[0].action", equalTo("account.create"))
                .body("data[0].address", equalTo("192.0.2.7"))
                .body("data[0].previousHash", equalTo("0".repeat(64)));
    }

    @Test
    void whatIsRefusedOrChangesNothingLeavesNoRow() {
        String id = owner().body("{\"name\":\"a\"}").post(KEYS).path("data.id");
        owner().body("{}").post(KEYS).then().statusCode(400);
        owner().body("{\"name\":\"x\"}").put(KEYS + "/key_of_nobody").then().statusCode(404);
        outside.as(account, Role.VIEWER).delete(KEYS + "/" + id).then().statusCode(403);
        owner().delete(KEYS + "/" + id).then().statusCode(200);
        owner().delete(KEYS + "/" + id).then().statusCode(200);
        owner().body("{\"name\":\"last\"}").put("/account").then().statusCode(200);

        assertThat(rows(4))
                .extracting(row -> row.substring(0, row.indexOf(' ')))
                .containsExactly("account.create", "api_key.create", "api_key.revoke", "account.update");
    }

    @Test
    void aReplyThatIsGivenAgainLeavesNoSecondRow() {
        for (int i = 0; i < 3; i++) {
            owner().header("Idempotency-Key", "once").body("{\"name\":\"a\"}").post(KEYS);
        }
        owner().body("{\"name\":\"last\"}").put("/account");

        assertThat(rows(3)).element(1).asString().startsWith("api_key.create");
    }

    @Test
    void noRowHoldsASecret() {
        String secret = owner().body("{\"name\":\"a\"}").post(KEYS).path("data.keyFull");
        owner().body("{\"name\":\"my " + secret + "\"}").post(KEYS).then().statusCode(201);
        rows(3);

        assertThat(shown().asString()).contains("my (hidden)").doesNotContain(secret, "sk-");
    }

    @ParameterizedTest
    @EnumSource(
            value = Topic.class,
            names = {"AUDIT_OF_DEPLOYMENTS", "AUDIT_OF_FINETUNING", "AUDIT_OF_MODELS", "AUDIT_OF_BILLING"})
    void anEventThatComesTwiceIsOneRow(Topic topic) {
        rows(1); // each topic comes in its own time
        var action = new ActionTaken(account, Instant.now(), "bob", null, null, "deployment.delete", "dep_1", "{}");
        outside.send(topic, action, account + "-1");
        outside.send(topic, action, account + "-1");
        outside.send(topic, action, account + "-2");

        assertThat(rows(3).subList(1, 3)).containsOnly("deployment.delete dep_1 {}");
    }

    @Test
    void isFilteredByTimeActorAndAction() {
        owner().body("{\"name\":\"a\"}").post(KEYS);
        owner().body("{\"name\":\"b\"}").put("/account");
        rows(3);
        String last = shown().path("data[0].time");

        assertThat(actions("?action=api_key.create")).containsExactly("api_key.create");
        assertThat(actions("?actor=tester-owner")).containsExactly("account.update", "api_key.create");
        assertThat(actions("?actor=all&action=all")).hasSize(3);
        assertThat(actions("?from=" + last)).contains("account.update").doesNotContain("account.create");
        assertThat(actions("?to=" + last)).contains("account.create").doesNotContain("account.update");
        assertThat(actions("?action=nobody.did")).isEmpty();
        assertThat(actions("?limit=1&offset=1")).containsExactly("api_key.create");
        owner().get("/audit-logs?limit=1").then().body("pagination.total", equalTo(3));
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, from",
        "to=2026-13-01, to",
        "from=2026-01-02&to=2026-01-02, to",
        "from=-999999999-01-01, from",
        "action=create, action",
        "action=api_key, action",
        "limit=0, limit",
        "offset=-1, offset"
    })
    void aFilterThatIsNoneIsRefusedByItsName(String query, String param) {
        owner().get("/audit-logs?" + query).then().statusCode(400).body("param", equalTo(param));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VIEWER", "DEVELOPER"})
    void isForAdministrators(Role role) {
        outside.as(account, role).get("/audit-logs").then().statusCode(403);
    }

    @Test
    void othersSeeNothingOfIt() {
        owner().body("{\"name\":\"a\"}").post(KEYS);
        rows(2);
        account = outside.newAccount();

        assertThat(rows(1)).allMatch(row -> row.contains(account));
    }

    @ParameterizedTest
    @ValueSource(strings = {"update audit_row set actor = 'x'", "delete from audit_row", "truncate audit_row"})
    void rowsAreOnlyAdded(String sql) {
        rows(1);

        assertThatIllegalStateException()
                .isThrownBy(() -> ServiceDatabase.change(sql))
                .withMessageContaining("only added");
    }

    @Test
    void theServicesRoleMayOnlyReadAndAdd() {
        assertThat(ServiceDatabase.query(
                        "select string_agg(privilege_type, ',' order by privilege_type) from information_schema.table_privileges"
                                + " where table_name = 'audit_row' and grantee = 'account_service_app'"))
                .containsExactly("INSERT,SELECT");
    }

    /** Of so many, oldest first: action, resource, change. */
    private List<String> rows(int number) {
        await().until(() -> shown().<Integer>path("pagination.total") >= number);
        List<Map<String, Object>> rows = shown().path("data");
        assertThat(rows).hasSize(number);
        return rows.reversed().stream()
                .map(row -> row.get("action") + " " + row.get("resource") + " " + row.get("change"))
                .toList();
    }

    private List<String> actions(String query) {
        return owner().get("/audit-logs" + query).path("data.action");
    }

    private Response shown() {
        return owner().get("/audit-logs");
    }

    private RequestSpecification owner() {
        return outside.as(account, Role.OWNER);
    }

    private RequestSpecification operator() {
        return outside.as(account, Role.PLATFORM_ADMIN);
    }
}
