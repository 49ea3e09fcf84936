package ai.radium.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import ai.radium.contracts.Topic;
import ai.radium.contracts.account.AccountChanged;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(AccountStack.class)
class AccountsTest extends WithOutside {
    @Test
    void opensOneAccountHoweverManyFirstCallsRunAtOnce() {
        String sub = Ids.ulid();
        List<String> accounts;
        try (var callers = Executors.newFixedThreadPool(30)) {
            accounts = IntStream.range(0, 30)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> principal(sub, "").extract().<String>path("account"), callers))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }

        assertThat(accounts).hasSize(30).containsOnly(accounts.getFirst());
        assertThat(ServiceDatabase.query("select account from member where sub = '" + sub + "'"))
                .hasSize(1);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(outside.published(Topic.ACCOUNT_CHANGED, accounts.getFirst()))
                        .hasSize(1));
    }

    @Test
    void makesTheFirstCallerOwnerOnTierOne() {
        principal(Ids.ulid(), ",\"name\":\"Ada\",\"email\":\"ada@example.org\"")
                .body("role", equalTo("owner"))
                .body("accountPolicy.name", equalTo("tier1"))
                .body("accountPolicy.requests", equalTo(1000))
                .body("accountPolicy.windowSeconds", equalTo(60))
                .body("accountPolicy.scope", equalTo("ACCOUNT"));
    }

    @Test
    void findsTheAccountThatAMemberNamesAndNoOther() {
        String account = outside.newAccount();
        String sub = Ids.ulid();
        String own = principal(sub, "").extract().path("account");
        add(account, Role.ADMIN, sub, "viewer").statusCode(201).body("data.role", equalTo("viewer"));

        principal(sub, ",\"account\":\"" + account + "\"").body("role", equalTo("viewer"));
        principal(sub, "").body("account", equalTo(own));
        outside.gateway()
                .body("{\"sub\":\"" + sub + "\",\"account\":\"" + outside.newAccount() + "\"}")
                .post("/internal/principals")
                .then()
                .statusCode(404)
                .body("code", equalTo("ACCOUNT_NOT_FOUND"));
    }

    @Test
    void opensNoAccountForAUserWhoIsInOne() {
        String account = outside.newAccount();
        String sub = Ids.ulid();
        add(account, Role.OWNER, sub, "developer").statusCode(201);
        add(account, Role.OWNER, sub, "admin").statusCode(409).body("code", equalTo("MEMBER_EXISTS"));

        principal(sub, "").body("account", equalTo(account)).body("role", equalTo("developer"));
    }

    @Test
    void putsAnAccountOnAnotherPolicyForOperatorsOnly() {
        String account = outside.newAccount();
        String path = "/account/" + account + "/rate-limit-policy";

        outside.as(account, Role.OWNER)
                .body("{\"name\":\"tier3\"}")
                .put(path)
                .then()
                .statusCode(403);
        outside.as("acct_other", Role.PLATFORM_ADMIN)
                .body("{\"name\":\"tier3\"}")
                .put(path)
                .then()
                .statusCode(200)
                .body("data.rateLimitPolicy.requests", equalTo(10_000));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(outside.published(Topic.ACCOUNT_CHANGED, account))
                        .extracting(event ->
                                ((AccountChanged) event).rateLimitPolicy().name())
                        .containsExactly("tier1", "tier3"));
    }

    @Test
    void showsAndRenamesTheAccount() {
        String account = outside.newAccount();

        outside.as(account, Role.ADMIN)
                .body("{\"name\":\"Engines\"}")
                .put("/account")
                .then()
                .statusCode(200);
        outside.as(account, Role.VIEWER)
                .get("/account")
                .then()
                .statusCode(200)
                .body("data.name", equalTo("Engines"))
                .body("data.role", equalTo("viewer"))
                .body("data.members.role", hasItem("owner"))
                .body("data.rateLimitPolicy.name", equalTo("tier1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{|body",
                "null|body",
                "[]|body",
                "{}|sub",
                "{\"sub\":5}|sub",
                "{\"sub\":\"u\"}|role",
                "{\"sub\":\"u\",\"role\":\"platform-admin\"}|role"
            })
    void refusesABadMemberNamingTheField(String body, String field) {
        String account = outside.newAccount();
        RequestSpecification owner = outside.as(account, Role.OWNER);
        int before = members(account);

        owner.body(body).post("/account/members").then().statusCode(400).body("param", equalTo(field));
        assertThat(members(account)).isEqualTo(before);
    }

    @Test
    void keepsTheInternalPathsForTheGateway() {
        outside.as("acct_1", Role.OWNER)
                .body("{\"sub\":\"u\"}")
                .post("/internal/principals")
                .then()
                .statusCode(403);
        outside.gateway().get("/account").then().statusCode(403);
    }

    private static int members(String account) {
        return ServiceDatabase.query("select sub from member where account = '" + account + "'")
                .size();
    }

    private static ValidatableResponse principal(String sub, String more) {
        return outside.gateway()
                .body("{\"sub\":\"" + sub + "\"" + more + "}")
                .post("/internal/principals")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse add(String account, Role as, String sub, String role) {
        return outside.as(account, as)
                .body("{\"sub\":\"" + sub + "\",\"role\":\"" + role + "\"}")
                .post("/account/members")
                .then();
    }
}
