package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyShapeTest {
    private static final String START = "sk-abcdefghijklmnop_" + "x".repeat(43);
    private static final String OURS = START + KeyShape.checksum(START);

    @Test
    void refusesOurShapeWithAWrongChecksumOnly() {
        assertThat(KeyShape.isMistyped(OURS)).isFalse();
        assertThat(KeyShape.isMistyped(START + "000000")).isTrue();
        assertThat(KeyShape.isMistyped("sk-prod-anything.else")).isFalse();
        assertThat(KeyShape.isMistyped("sk-your-api-key")).isFalse();
        assertThat(KeyShape.isMistyped(OURS + "x")).isFalse();
    }

    @Test
    void knowsAWholeKeyOfOurShape() {
        assertThat(KeyShape.isWhole(OURS)).isTrue();
        assertThat(KeyShape.isWhole(START + "000000")).isFalse();
        assertThat(KeyShape.isWhole("sk-prod-anything.else")).isFalse();
        assertThat(KeyShape.isWhole(OURS + "x")).isFalse();
    }

    @Test
    void agreesWithAccountServiceOnTheChecksum() {
        assertThat(OURS).endsWith("3TsXJ9");
    }

    @Property(tries = 200)
    void noticesEveryMistypedCharacterOfTheSecret(@ForAll @IntRange(min = 20, max = 62) int at) {
        char typed = OURS.charAt(at) == 'y' ? 'z' : 'y';

        assertThat(KeyShape.isMistyped(OURS.substring(0, at) + typed + OURS.substring(at + 1)))
                .isTrue();
    }
}
