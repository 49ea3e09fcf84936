package ai.radium.account.key;

import ai.radium.account.Outside;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.HexFormat;

/** What the gateway is told of keys. */
public final class LookedUp {
    private LookedUp() {}

    public static ValidatableResponse by(Outside outside, String key) {
        return outside.gateway()
                .body("{\"sha256\":\"" + HexFormat.of().formatHex(KeyText.sha256(key)) + "\"}")
                .post("/internal/key-lookups")
                .then();
    }

    /** What to ask after for the changes from now on. */
    public static String cursor(Outside outside) {
        return asked(outside, "").getString("cursor");
    }

    public static JsonPath changes(Outside outside, String after) {
        return asked(outside, "?after=" + after);
    }

    private static JsonPath asked(Outside outside, String query) {
        return outside.gateway()
                .get("/internal/key-changes" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
