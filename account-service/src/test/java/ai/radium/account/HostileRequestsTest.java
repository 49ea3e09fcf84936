package ai.radium.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.Hostile;
import ai.radium.kit.testing.HostileRequests;
import ai.radium.kit.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
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
    @ValueSource(strings = {"/api-keys", "/account", "/account/members"})
    void answersEveryParameterWithAListOrAProblem(String path) {
        requests().readAll(Hostile.targets(path, List.of("status", "limit", "offset")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api-keys", "/account", "/account/members"})
    void answersEveryIdWithAProblem(String path) {
        requests().readAll(Hostile.ids(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api-keys", "/account", "/account/members"})
    void writesJsonWhateverAcceptSays(String path) {
        requests().acceptAnything(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api-keys", "/account"})
    void refusesWhatItHasNoUseFor(String path) {
        requests().refuseTheRest(path);
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
        String owner = Outside.query("select sub from member where account = '" + account + "'")
                .getFirst();
        return new RawHttp(
                service, outside.token(new Caller(account, owner, Role.OWNER, Set.of(), null), "account-service"));
    }
}
