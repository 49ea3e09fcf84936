package ai.radium.account;

import static org.awaitility.Awaitility.await;

import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.ContractedReplies;
import ai.radium.kit.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AccountStack.class)
class ContractTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    URI service;

    @Test
    void saysWhatTheContractLists() {
        try (Outside outside = new Outside()) {
            String account = outside.newAccount();
            String key = outside.as(account, Role.DEVELOPER)
                    .body("{\"name\":\"x\",\"scopes\":[\"read\"],\"expiresAt\":\"2099-01-01T00:00:00Z\","
                            + "\"rateLimit\":{\"requests\":5,\"windowSeconds\":60,\"concurrent\":2}}")
                    .post("/api-keys")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("data.id");
            Caller caller = new Caller(account, "tester-developer", Role.ADMIN, Set.of(), null);
            await().until(() ->
                    outside.as(account, Role.ADMIN).get("/audit-logs").<Integer>path("pagination.total") == 2);

            ContractedReplies.hold(
                    new RawHttp(service, () -> outside.token(caller, "account-service")),
                    Map.of("GET /api-keys/{id}", "/api-keys/" + key));
        }
    }
}
