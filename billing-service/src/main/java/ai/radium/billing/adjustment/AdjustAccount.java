package ai.radium.billing.adjustment;

import ai.radium.billing.amount.Amount;
import ai.radium.kit.money.Money;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import org.jspecify.annotations.Nullable;

/**
 * What an operator gives or takes.
 *
 * @param type {@code credit} or {@code debit}
 * @param amount USD
 * @param reason for those who look at the books later
 */
record AdjustAccount(
        @Nullable String type,
        @Nullable Amount amount,
        @Nullable String reason) {
    private static final Money LEAST = Money.usd("0.01");
    private static final Money MOST = Money.usd("1000000");
    private static final int LONGEST_REASON = 500;

    /** @throws ProblemException INVALID_REQUEST naming type */
    boolean isCredit() {
        return switch (type) {
            case "credit" -> true;
            case "debit" -> false;
            case null, default ->
                throw new ProblemException(CommonProblem.INVALID_REQUEST, "type must be one of credit, debit", "type");
        };
    }

    /** @throws ProblemException INVALID_REQUEST naming amount */
    Money money() {
        return Amount.required(amount, "amount", LEAST, MOST);
    }

    /** @throws ProblemException INVALID_REQUEST naming reason */
    String why() {
        String text = Require.text(reason, "reason");
        if (text.length() > LONGEST_REASON) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST,
                    "reason may have at most %d characters".formatted(LONGEST_REASON),
                    "reason");
        }
        return text;
    }
}
