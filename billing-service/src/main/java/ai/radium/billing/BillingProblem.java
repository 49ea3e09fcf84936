package ai.radium.billing;

import ai.radium.kit.problem.Problem;

/** What this service refuses. */
public enum BillingProblem implements Problem {
    CARD_NUMBER_REFUSED(400, "Card numbers are not taken"),
    PAYMENT_METHOD_REQUIRED(400, "The account has no payment method"),
    PAYMENT_METHOD_DECLINED(402, "The payment method was declined"),
    PAYMENT_DECLINED(402, "The payment was declined"),
    ACCOUNT_NOT_FOUND(404, "Account not found"),
    PAYMENT_METHOD_NOT_FOUND(404, "Payment method not found"),
    PURCHASE_NOT_FOUND(404, "Purchase of credit not found"),
    INVOICE_NOT_FOUND(404, "Invoice not found"),
    TOO_MANY_PAYMENT_METHODS(409, "The account has as many payment methods as it may"),
    NO_BANK_TRANSFER(409, "Only a bank transfer is confirmed");

    private final int status;
    private final String title;

    BillingProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
