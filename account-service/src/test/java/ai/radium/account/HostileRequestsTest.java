package ai.radium.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.Hostile;
import ai.radium.kit.testing.HostileRequests;
import ai.radium.kit.testing.HostileRoutes;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(AccountStack.class)
class HostileRequestsTest {
    private static Outside outside;
    private static String account = "";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    URI service;

    @BeforeAll
    static void connect() {
        outside = new Outside();
        account = outside.newAccount();
    }

    @AfterAll
    static void disconnect() {
        outside.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api-keys", "/account", "/account/members", "/audit-logs"})
    void answersEveryParameterWithAListOrAProblem(String path) {
        requests()
                .readAll(Hostile.targets(path, List.of("status", "limit", "offset", "from", "to", "actor", "action")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api-keys", "/account", "/account/members"})
    void answersEveryIdWithAProblem(String path) {
        requests().readAll(Hostile.ids(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api-keys", "/account", "/account/members", "/audit-logs"})
    void writesJsonWhateverAcceptSays(String path) {
        requests().acceptAnything(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api-keys", "/account", "/audit-logs"})
    void refusesWhatItHasNoUseFor(String path) {
        requests().refuseTheRest(path);
    }

    @Test
    void answersEveryRouteWhateverItIsAsked() {
        Map<String, String> needed = Map.of(
                "POST /api-keys", "\"name\":\"x\"",
                "PUT /account", "\"name\":\"x\"",
                "POST /account/members", "\"sub\":\"somebody\"\n\"role\":\"viewer\"",
                "PUT /account/members/{sub}", "\"role\":\"viewer\"",
                "PUT /account/rate-limit-policy", "\"name\":\"tier1\"",
                "PUT /account/{id}/rate-limit-policy", "\"name\":\"tier1\"",
                "POST /internal/principals", "\"sub\":\"somebody\"",
                "POST /internal/key-lookups", "\"sha256\":\"" + "0".repeat(64) + "\"",
                "POST /internal/key-uses", "\"uses\":[]");

        new HostileRoutes(http(Role.PLATFORM_ADMIN), new RawHttp(service, outside::gatewayToken), needed).askAll();
    }

    @Test
    void keepsNoTreeOfABodyThatIsTooLarge() {
        String key = outside.as(account, Role.OWNER)
                .body("{\"name\":\"x\"}")
                .post("/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .path("data.id");
        String small = "{\"name\":\"x\",\"zzz\":[{}" + ",{}".repeat(9_000) + "]}";
        String large = "{\"name\":\"x\",\"zzz\":[{}" + ",{}".repeat(13_000_000) + "]}";

        assertThat(http().send("PUT", "/api-keys/" + key, List.of(), small).status())
                .isEqualTo(400);
        assertThat(http().send("PUT", "/api-keys/" + key, List.of(), large).status())
                .isEqualTo(413);
        outside.as(account, Role.OWNER).get("/api-keys/" + key).then().statusCode(200);
    }

    private HostileRequests requests() {
        return new HostileRequests(http());
    }

    private RawHttp http() {
        return http(Role.OWNER);
    }

    private RawHttp http(Role role) {
        String owner = ServiceDatabase.query("select sub from member where account = '" + account + "'")
                .getFirst();
        Caller caller = new Caller(account, owner, role, Set.of(), null);
        return new RawHttp(service, () -> outside.token(caller, "account-service"));
    }
}
