package ai.radium.gateway.inference;

import ai.radium.gateway.funds.Cover;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;

/** A call whose account's funds do not cover it, as the client reads it. */
final class FundsRefusals {
    private FundsRefusals() {}

    static Refusal of(Cover.NotCovered lacking) {
        String numbers = "This call may cost " + lacking.needed() + " USD, and " + lacking.left() + " USD of ";
        return lacking.ofMonth()
                ? GatewayProblem.SPENDING_LIMIT.because(
                        numbers + "the month's spending limit is neither spent nor kept for calls that run: lower"
                                + " max_tokens, let those end, or raise the limit")
                : GatewayProblem.CREDITS_EXHAUSTED.because(
                        numbers + "the account's credit is neither spent nor kept for calls that run: lower max_tokens,"
                                + " let those end, or add credits or a payment method");
    }

    static Refusal unsure() {
        return GatewayProblem.SERVICE_UNAVAILABLE.because(
                "Whether the account's funds cover this call cannot be found out at the moment: try again");
    }
}
