package ai.radium.billing.spending;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpendingTermsTest {
    private static final Money CREDIT = Money.usd("5");

    @ParameterizedTest
    @CsvSource({
        "0, TIER1, 50.00",
        "49.99, TIER1, 50.00",
        "49.999999999999, TIER1, 50.00",
        "50, TIER2, 500.00",
        "499.99, TIER2, 500.00",
        "500, TIER3, 5000.00",
        "4999.99, TIER3, 5000.00",
        "5000, TIER4, 50000.00",
        "1000000, TIER4, 50000.00"
    })
    void aTierIsEarnedByTheLastCent(String paid, SpendingTier tier, String limit) {
        SpendingTerms terms = terms(paid, null, null);

        assertThat(terms.tier()).isEqualTo(tier);
        assertThat(terms.cap().rounded()).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({"49.999999999999, false", "50, true", "50.000000000001, true"})
    void aCapIsReachedByJustAsMuch(String spend, boolean suspended) {
        assertThat(terms("0", null, null)
                        .suspension(Money.usd(spend), CREDIT, true)
                        .isPresent())
                .isEqualTo(suspended);
    }

    @ParameterizedTest
    @CsvSource({"0, false, CREDITS_EXHAUSTED", "-3, false, CREDITS_EXHAUSTED", "0.000000000001, false,", "0, true,"})
    void withoutCreditAPaymentMethodIsNeeded(String balance, boolean method, @Nullable SuspensionReason reason) {
        assertThat(terms("0", null, null).suspension(Money.usd("1"), Money.usd(balance), method))
                .isEqualTo(java.util.Optional.ofNullable(reason));
    }

    @ParameterizedTest
    @CsvSource({"40, 40.00", "50, 50.00", "60, 50.00", "0, 0.00"})
    void theLowerLimitCounts(String own, String cap) {
        assertThat(terms("0", own, null).cap().rounded()).isEqualTo(cap);
    }

    @Test
    void whatAnOperatorAgreedToTakesTheTiersPlace() {
        SpendingTerms terms = terms("0", null, "100000");

        assertThat(terms.tier()).isEqualTo(SpendingTier.CUSTOM);
        assertThat(terms.cap().rounded()).isEqualTo("100000.00");
    }

    @ParameterizedTest
    @CsvSource({
        "24.99, ''",
        "25, 50",
        "39.999999999999, 50",
        "40, '50,80'",
        "45, '50,80,90'",
        "49.99, '50,80,90'",
        "50, '50,80,90,100'",
        "70, '50,80,90,100'"
    })
    void thresholdsAreReachedExactly(String spend, String reached) {
        assertThat(terms("0", null, null)
                        .thresholdsReached(Money.usd(spend))
                        .mapToObj(Integer::toString)
                        .collect(java.util.stream.Collectors.joining(",")))
                .isEqualTo(reached);
    }

    @Test
    void aLimitOfNothingIsReachedAtOnce() {
        SpendingTerms terms = terms("0", "0", null);

        assertThat(terms.suspension(Money.usd("0"), CREDIT, true)).contains(SuspensionReason.SPENDING_LIMIT);
        assertThat(terms.percentage(Money.usd("0"))).isEqualByComparingTo("100");
    }

    private static SpendingTerms terms(String paid, @Nullable String own, @Nullable String custom) {
        return new SpendingTerms(
                Money.usd(paid), own == null ? null : Money.usd(own), custom == null ? null : Money.usd(custom));
    }
}
