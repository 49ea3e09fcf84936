package ai.radium.finetune.estimate;

import ai.radium.finetune.catalogue.Price;
import ai.radium.finetune.trainer.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run would take; numbers are null when they cannot be known, and then it is not allowed.
 *
 * @param price decimal, for all trained tokens
 * @param reasons why it is not allowed
 * @param examples lines that would be learnt from
 * @param leftOut lines without an answer within the context
 * @param heldOut lines that would be held out
 */
record EstimateView(
        @Nullable Long trainedTokens,
        @Nullable Long steps,
        @Nullable String price,
        String currency,
        @Nullable Long seconds,
        @Nullable Long memoryBytes,
        boolean allowed,
        List<Reason> reasons,
        @Nullable Long examples,
        @Nullable Long leftOut,
        @Nullable Long heldOut) {
    /** Why not, and what to do about it. */
    record Reason(String code, String message, String cure) {
        static Reason of(Refusal refusal) {
            return new Reason(
                    refusal.code().name(), refusal.message(), refusal.code().cure());
        }
    }

    EstimateView {
        reasons = List.copyOf(reasons);
    }

    static EstimateView of(Plans.Judged judged, Price price) {
        Plan plan = judged.plan();
        return new EstimateView(
                plan.trainedTokens(),
                plan.steps(),
                price.of(plan.trainedTokens()).exact(),
                price.currency(),
                plan.seconds(),
                plan.memoryBytes(),
                judged.reasons().isEmpty(),
                judged.reasons().stream().map(Reason::of).toList(),
                plan.examples(),
                plan.leftOut(),
                plan.heldOut());
    }

    static EstimateView impossible(Refusal refusal, Price price) {
        return new EstimateView(
                null, null, null, price.currency(), null, null, false, List.of(Reason.of(refusal)), null, null, null);
    }
}
