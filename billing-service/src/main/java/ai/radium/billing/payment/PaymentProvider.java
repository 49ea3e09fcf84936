package ai.radium.billing.payment;

import ai.radium.kit.money.Money;

/**
 * Who holds cards and takes money. Calls block, so they belong on a worker thread; each may be made again, with the same
 * arguments, after one whose answer was lost. What throws has an outcome that nobody knows yet.
 */
public interface PaymentProvider {
    /**
     * Keeps what a client's token stands for.
     *
     * @param idempotencyKey the same token with the same key is kept once
     */
    Attachment add(String account, String token, String idempotencyKey);

    /**
     * Takes money.
     *
     * @param handle of what was added and not detached
     * @param amount more than nothing
     * @param idempotencyKey money is taken once for it; the same answer is given again
     */
    Payment charge(String handle, Money amount, String idempotencyKey);

    /** Forgets what was added; nothing happens when that is so already. */
    void detach(String handle);
}
