package ai.radium.billing;

import ai.radium.kit.money.Money;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Sums over all lines that a filter finds, not only those of the page. */
record LineTotals(
        @JsonIgnore long lines,
        long promptTokens,
        long completionTokens,
        long trainedTokens,
        long replicaSeconds,
        String amount,
        String currency) {
    /** Sums are null where there is no line. */
    LineTotals(
            long lines,
            @Nullable Long promptTokens,
            @Nullable Long completionTokens,
            @Nullable Long trainedTokens,
            @Nullable Long replicaSeconds,
            @Nullable BigDecimal amount) {
        this(
                lines,
                promptTokens == null ? 0 : promptTokens,
                completionTokens == null ? 0 : completionTokens,
                trainedTokens == null ? 0 : trainedTokens,
                replicaSeconds == null ? 0 : replicaSeconds,
                Money.usd(amount == null ? BigDecimal.ZERO : amount).metered(),
                Money.USD.getCurrencyCode());
    }
}
