package ai.radium.account.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeyTextTest {
    @Property(tries = 200)
    void hasTheShapeAndTheChecksumThatTheGatewayLooksFor(@ForAll long seed) {
        String key = KeyText.random(new Random(seed)).reveal();

        assertThat(key).matches("sk-[a-z2-7]{16}_[0-9A-Za-z]{49}");
        assertThat(key).endsWith(KeyText.checksum(key.substring(0, key.length() - 6)));
    }

    /** Computed by zlib. */
    @Test
    void computesTheChecksumThatTheGatewayComputes() {
        assertThat(KeyText.checksum("sk-abcdefghijklmnop_" + "x".repeat(43))).isEqualTo("3TsXJ9");
        assertThat(KeyText.checksum("")).isEqualTo("000000");
    }

    @Test
    void neverRepeatsAKey() {
        Random random = new Random(1);
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            keys.add(KeyText.random(random).reveal());
        }

        assertThat(keys).hasSize(10_000);
    }

    @Test
    void showsTwelveCharactersAndNothingOfTheSecretInText() {
        KeyText key = KeyText.random(new Random(2));

        assertThat(key.prefix()).hasSize(12).startsWith("sk-");
        assertThat(key.last4()).hasSize(4);
        assertThat(key.toString()).doesNotContain(key.reveal().substring(20));
    }
}
