package ai.radium.billing.rerating;

import ai.radium.billing.pricing.Price;
import ai.radium.billing.pricing.RefusedPrice;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants to know.
 *
 * @param from inclusive, ISO 8601
 * @param to exclusive
 * @param accountId the only account; null = all
 */
record Rerate(
        @Nullable String from,
        @Nullable String to,
        @Nullable String accountId,
        @Nullable List<@Nullable OtherPrice> prices) {
    private static final int MOST = 100;

    /** @param training null = what was trained keeps its price; all decimal strings, USD per 1,000,000 tokens */
    record OtherPrice(
            @Nullable String model,
            @Nullable String input,
            @Nullable String output,
            @Nullable String training) {
        private Price price(String field) {
            return switch (Price.of(
                    "other",
                    Instant.EPOCH,
                    Require.text(input, field + ".input"),
                    Require.text(output, field + ".output"),
                    training,
                    "USD")) {
                case Price price -> price;
                case RefusedPrice refused ->
                    throw new ProblemException(
                            CommonProblem.INVALID_REQUEST, field + " cannot be charged: " + refused.reason(), field);
            };
        }
    }

    /** @throws ProblemException INVALID_REQUEST naming from */
    Instant begin() {
        return Require.time(Require.text(from, "from"), "from");
    }

    /** @throws ProblemException INVALID_REQUEST naming to */
    Instant end() {
        Instant end = Require.time(Require.text(to, "to"), "to");
        if (!begin().isBefore(end)) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, "to must be after from", "to");
        }
        return end;
    }

    /**
     * By model.
     *
     * @throws ProblemException INVALID_REQUEST naming the price
     */
    Map<String, Price> byModel() {
        if (prices == null || prices.isEmpty() || prices.size() > MOST) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST, "prices must have 1 to %d items".formatted(MOST), "prices");
        }
        Map<String, Price> all = new TreeMap<>();
        for (int i = 0; i < prices.size(); i++) {
            String field = "prices[" + i + "]";
            OtherPrice other = Require.body(prices.get(i));
            if (all.put(Require.text(other.model(), field + ".model"), other.price(field)) != null) {
                throw new ProblemException(
                        CommonProblem.INVALID_REQUEST, field + ".model has a price already", field + ".model");
            }
        }
        return all;
    }
}
