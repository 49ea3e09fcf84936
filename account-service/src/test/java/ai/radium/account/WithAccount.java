package ai.radium.account;

import ai.radium.kit.identity.Role;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeEach;

/** Tests each of which has an account of its own. */
public abstract class WithAccount extends WithOutside {
    protected String account = "";

    @BeforeEach
    void open() {
        account = outside.newAccount();
    }

    /** The reply to a key's making, which a member of this role asks for. */
    protected final JsonPath newKey(Role role, String body) {
        return outside.as(account, role)
                .body(body)
                .post("/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }
}
