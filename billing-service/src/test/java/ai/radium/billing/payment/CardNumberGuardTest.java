package ai.radium.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.kit.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumberGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4242424242424242",
                "4242 4242 4242 4242",
                "4242-4242-4242-4242",
                "4242\u2013 4242\u00a04242 4242",
                "my card is 5555555555554444, thanks",
                "3782 822463 10005",
                "4222222222222",
                "6304000000000000000",
                "4242 4242 4242 4242 12/34",
                "4242424242424242 123",
                "123 4242424242424242",
                "tok_4242424242424242",
                "\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12",
                "4-2-4-2-4-2-4-2-4-2-4-2-4-2-4-2"
            })
    void findsACardNumberHoweverItIsWritten(String text) {
        assertThat(CardNumbers.isIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4242424242424241",
                "424242424242",
                "42424242424242424242424242",
                "4242 4242, 4242 4242",
                "+49 30 1234567",
                "2026-11-30T06:00:00Z",
                "tok_test_visa"
            })
    void leavesOtherTextAlone(String text) {
        assertThat(CardNumbers.isIn(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"token\":\"4242424242424242\"} | token",
                "{\"zzz\":4242424242424242} | zzz",
                "{\"billingDetails\":{\"address\":{\"line1\":\"x 4242-4242-4242-4242\"}}} | billingDetails.address.line1",
                "{\"a\":[{\"b\":[1,\"4242424242424242\"]}]} | a[0].b[1]",
                "{\"a\":{\"4242424242424242\":1}} | a",
                "{\"4242424242424242\":1} | body",
                "\"4242424242424242\" | body",
                "{\"token\":\"4242424242424242\" | token",
                "{\"token\":tok 4242424242424242 | body",
                "card=4242424242424242 | body"
            })
    void namesTheFieldAndNeverTheNumber(String body, String field) {
        assertThatThrownBy(() -> check(body))
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.problem().name()).isEqualTo("CARD_NUMBER_REFUSED");
                    assertThat(refusal.param()).isEqualTo(field);
                    assertThat(refusal.detail()).doesNotContain("4242");
                });
    }

    @Test
    void letsEverythingElsePass() throws IOException {
        check("{\"token\":\"tok_test_visa\",\"n\":123456789012,\"broken");
        check("");
    }

    private static void check(String body) throws IOException {
        CardNumberGuard.check(body.getBytes(StandardCharsets.UTF_8));
    }
}
