package ai.radium.account.key;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.account.AccountStack;
import ai.radium.account.WithAccount;
import ai.radium.kit.identity.Role;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(AccountStack.class)
class RefusedKeysTest extends WithAccount {
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000000001", "99999999999999999999", "1.5", "\"5\"", "true"})
    void tellsTheTrueBoundsOfANumber(String requests) {
        outside.as(account, Role.OWNER)
                .body("{\"name\":\"a\",\"rateLimit\":{\"requests\":%s,\"windowSeconds\":1}}".formatted(requests))
                .post("/api-keys")
                .then()
                .statusCode(400)
                .body("param", equalTo("rateLimit.requests"))
                .body("detail", equalTo("rateLimit.requests must be a whole number from 1 to 1000000000"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{|body",
                "null|body",
                "[]|body",
                "{}|name",
                "{\"name\":\" \"}|name",
                "{\"name\":5}|name",
                "{\"name\":\"a\",\"scopes\":\"read\"}|scopes",
                "{\"name\":\"a\",\"scopes\":[\"root\"]}|scopes",
                "{\"name\":\"a\",\"scopes\":[null]}|scopes",
                "{\"name\":\"a\",\"allowedModels\":[\"\"]}|allowedModels",
                "{\"name\":\"a\",\"ipAllowList\":[\"example.org\"]}|ipAllowList",
                "{\"name\":\"a\",\"ipAllowList\":[\"10.0.0.1/33\"]}|ipAllowList",
                "{\"name\":\"a\",\"ipAllowList\":[\"127.0.0.1/032\"]}|ipAllowList",
                "{\"name\":\"a\",\"ipAllowList\":[\"010.0.0.1\"]}|ipAllowList",
                "{\"name\":\"a\",\"ipAllowList\":[\"fe80::1%lo\"]}|ipAllowList",
                "{\"name\":\"a\",\"rateLimit\":{}}|rateLimit.requests",
                "{\"name\":\"a\",\"rateLimit\":{\"requests\":0,\"windowSeconds\":1}}|rateLimit.requests",
                "{\"name\":\"a\",\"rateLimit\":{\"requests\":\"5\"}}|rateLimit.requests",
                "{\"name\":\"a\",\"rateLimit\":{\"requests\":1,\"windowSeconds\":1,\"concurrent\":0}}|rateLimit.concurrent",
                "{\"name\":\"a\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}|expiresAt",
                "{\"name\":\"a\",\"allowed_models\":[\"m\"]}|allowed_models",
                "{\"name\":\"a\",\"expires_at\":\"2020-01-01T00:00:00Z\"}|expires_at",
                "{\"name\":\"a\",\"rateLimit\":{\"requests\":1,\"windowSeconds\":1,\"window_seconds\":1}}|"
                        + "rateLimit.window_seconds",
                "{\"name\":\"a\\u0000b\"}|name",
                "{\"name\":\"a\\ud800\"}|name",
                "{\"name\":\"a\",\"scopes\":[\"read\\udc00\"]}|scopes[0]",
                "{\"name\":\"a\",\"name\":\"b\"}|name",
                "{\"name\":\"a\",\"expiresAt\":\"tomorrow\"}|expiresAt",
                "{\"name\":\"a\",\"expiresAt\":\"\"}|expiresAt",
                "{\"name\":\"a\",\"rateLimit\":\"\"}|rateLimit",
                "{\"name\":\"a\",\"allowedModels\":\"\"}|allowedModels",
                "{\"name\":\"a\",\"expiresAt\":1795970000000}|expiresAt",
                "{\"name\":\"a\",\"expiresAt\":1795970000}|expiresAt",
                "{\"name\":\"a\",\"expiresAt\":1795970000.5}|expiresAt",
                "{\"name\":\"a\",\"expiresAt\":\"1795970000\"}|expiresAt",
                "{\"name\":\"a\",\"expiresAt\":\"2101-01-01T00:00:00Z\"}|expiresAt",
                "{\"name\":\"a\",\"expiresAt\":\"+999999999-01-01T00:00:00Z\"}|expiresAt",
                "{\"name\":\"a\",\"spendingLimit\":[{},{}]}|spendingLimit",
                "{\"name\":\"a\",\"spendingLimit\":\"5.00\"}|spendingLimit"
            })
    void refusesABadKeyNamingTheFieldAndStoresNothing(String body, String field) {
        outside.as(account, Role.OWNER)
                .body(body)
                .post("/api-keys")
                .then()
                .statusCode(400)
                .contentType(containsString("problem+json"))
                .body("param", equalTo(field));
        outside.as(account, Role.VIEWER).get("/api-keys").then().body("pagination.total", equalTo(0));
    }
}
