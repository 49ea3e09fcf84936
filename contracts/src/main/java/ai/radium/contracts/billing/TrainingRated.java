package ai.radium.contracts.billing;

import java.time.Instant;

/**
 * What the tokens that a fine-tuning job trained cost. No request is behind it, and no key or deployment.
 *
 * @param id that of the {@code TokensTrained} record, once each
 * @param time when the job ended
 * @param model the base model, whose training price counted
 * @param amount decimal string with 12 digits after the point
 */
public record TrainingRated(
        String id,
        Instant time,
        String account,
        String jobId,
        String model,
        String priceVersion,
        long tokens,
        String amount,
        String currency)
        implements RatedEvent {
    @Override
    public String eventKey() {
        return account;
    }
}
