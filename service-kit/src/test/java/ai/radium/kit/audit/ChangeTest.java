package ai.radium.kit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"a\",\"scopes\":null,\"rateLimit\":{\"requests\":5,\"tokensPerMinute\":7}}",
                "{\"ipAllowList\":[\"10.0.0.0/8\",\"2001:db8::/32\"],\"expiresAt\":\"2027-01-31T12:00:00Z\"}",
                "{\"amount\":\"12.35\",\"keyId\":\"key_01k9zq3v5n8w2x4y6z7a8b9c0d\"}"
            })
    void keepsWhatTheCallNamed(String body) throws JsonProcessingException {
        assertThat(Change.of(JSON.readTree(body))).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "newPassword",
                "secret",
                "clientSecret",
                "signing_secret",
                "token",
                "providerToken",
                "accessToken",
                "key",
                "apiKey",
                "privateKey",
                "card",
                "cardNumber",
                "number",
                "cvc",
                "CVV",
                "iban",
                "credentials",
                "Authorization"
            })
    void hidesMembersThatAreNamedLikeSecrets(String name) throws JsonProcessingException {
        assertThat(Change.of(JSON.readTree("{\"a\":[{\"" + name + "\":{\"deep\":\"s3cret\"}}]}")))
                .isEqualTo("{\"a\":[{\"" + name + "\":\"(hidden)\"}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "my sk-prod-abcdefghijkl.mnopqrstuvwx key, my (hidden) key",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, (hidden)",
        "Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln, Bearer (hidden)",
        "4242 4242 4242 4242, (hidden)",
        "4242424242424242, (hidden)",
        "5555-5555-5555-4444 of Ada, (hidden) of Ada",
        "the sk-ipper of 2026, the sk-ipper of 2026"
    })
    void hidesTextsThatLookLikeSecrets(String text, String kept) throws JsonProcessingException {
        assertThat(Change.of(JSON.readTree("{\"name\":\"" + text + "\"}"))).isEqualTo("{\"name\":\"" + kept + "\"}");
    }

    @Test
    void aCallWithoutABodyNamesNothing() {
        assertThat(Change.of(MissingNode.getInstance())).isEqualTo("{}");
    }

    @Test
    void aLongChangeIsTheNamesOfItsMembers() throws JsonProcessingException {
        String body = "{\"name\":\"" + "x".repeat(Change.LONGEST) + "\",\"other\":1}";

        assertThat(Change.of(JSON.readTree(body))).isEqualTo("{\"changed\":[\"name\",\"other\"]}");
    }
}
