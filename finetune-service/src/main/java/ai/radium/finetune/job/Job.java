package ai.radium.finetune.job;

import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.finetune.TokensTrained;
import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.finetune.catalogue.BaseModel;
import ai.radium.finetune.catalogue.Price;
import ai.radium.finetune.estimate.Configuration;
import ai.radium.finetune.estimate.Plan;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is now.
 *
 * @param suffix that the model's name is to hold; null = made of the job's name
 * @param validation lines of another dataset that are held out
 * @param deploy whether the result is to be deployed
 * @param plan known once the data was counted
 * @param price in force, of the job's end once it has ended
 * @param step the furthest
 * @param trainedTokens of the furthest step
 * @param model what it has made is called so
 * @param told position behind what the trainer has told
 */
public record Job(
        String id,
        String account,
        String name,
        @Nullable String suffix,
        Origin base,
        Source training,
        @Nullable Source validation,
        Configuration configuration,
        Map<String, String> metadata,
        boolean deploy,
        JobState state,
        @Nullable Plan plan,
        Price price,
        int step,
        long trainedTokens,
        @Nullable Double seconds,
        Evaluation evaluation,
        @Nullable String model,
        @Nullable Result result,
        long told,
        int restarts,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        long version) {
    public Job {
        metadata = Map.copyOf(metadata);
    }

    /**
     * What is trained.
     *
     * @param weights the very ones that are served
     * @param earlier the adapter that training begins with
     */
    public record Origin(String model, Weights weights, BaseModel.@Nullable Earlier earlier) {}

    public boolean isOpen() {
        return state instanceof JobState.Open;
    }

    /** What the customer pays; nothing for what has failed. */
    public String cost() {
        boolean isFree = state instanceof JobState.Ended ended && !ended.isBilled();
        return price.of(isFree ? 0 : trainedTokens).exact();
    }

    public int progress() {
        if (state instanceof JobState.Completed) {
            return 100;
        }
        long all = plan == null ? 0 : plan.trainedTokens();
        return all == 0 ? 0 : Math.clamp(trainedTokens * 100 / all, 0, 99);
    }

    /** When it will be done if it goes on as it did; empty while that cannot be told. */
    public Optional<Instant> estimatedEnd(Instant now) {
        if (!(state instanceof JobState.Running) || plan == null || startedAt == null) {
            return Optional.empty();
        }
        long left = Math.max(0, plan.trainedTokens() - trainedTokens);
        double passed = now.getEpochSecond() - startedAt.getEpochSecond();
        double speed = trainedTokens > 0 && passed > 0
                ? trainedTokens / passed
                : plan.trainedTokens() / Math.max(1.0, (double) plan.seconds());
        return speed <= 0 ? Optional.empty() : Optional.of(now.plusSeconds((long) Math.ceil(left / speed)));
    }

    /** What others hear of it. */
    JobChanged changed() {
        return new JobChanged(
                id,
                account,
                name,
                base.model(),
                training.datasetId(),
                training.number(),
                state.status(),
                state instanceof JobState.Failed failed ? failed.reason().name() : null,
                trainedTokens,
                model == null || result == null
                        ? null
                        : new JobChanged.Result(model, result.uri(), result.sha256(), result.bytes()),
                deploy ? Boolean.TRUE : null,
                version);
    }

    /** What is to be billed, when it has ended and there is anything. */
    Optional<TokensTrained> billed(Instant time) {
        return state instanceof JobState.Ended ended && ended.isBilled() && trainedTokens > 0
                ? Optional.of(new TokensTrained("trained-" + id, time, account, id, base.model(), trainedTokens))
                : Optional.empty();
    }
}
