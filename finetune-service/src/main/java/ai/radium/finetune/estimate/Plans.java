package ai.radium.finetune.estimate;

import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.trainer.Refusal;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.finetune.trainer.TrainingNeed;
import ai.radium.gguf.training.ModelShape;
import ai.radium.gguf.training.TrainingMemory;
import ai.radium.kit.outbox.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reckons what a run takes, and whether it can be. Every call blocks. */
@ApplicationScoped
public class Plans {
    /** Of so many completed runs of the same model the speed counts. */
    private static final String SPEED = """
            select coalesce(sum(trained_tokens) / nullif(sum(seconds), 0), 0) from (
                select trained_tokens, seconds from job
                where base_model = ? and status = 'COMPLETED' and seconds > 0 order by ended_at desc limit 10) recent""";

    private final TokenCounts counts;
    private final Trainer trainer;
    private final EstimateConfig config;
    private final Mutiny.SessionFactory sessions;

    Plans(TokenCounts counts, Trainer trainer, EstimateConfig config, Mutiny.SessionFactory sessions) {
        this.counts = counts;
        this.trainer = trainer;
        this.config = config;
        this.sessions = sessions;
    }

    /**
     * A plan and why it cannot be.
     *
     * @param reasons nothing when it can
     */
    public record Judged(Plan plan, List<Refusal> reasons) {
        public Judged {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Counts what nobody has counted before.
     *
     * @param onLine runs after each line that was counted
     * @throws CannotTrain when nothing can be reckoned
     */
    public Judged judge(Inputs inputs, Runnable onLine) throws CannotTrain, IOException {
        int context = inputs.configuration().maxContext();
        TokenCount training = counts.count(inputs.weights(), inputs.training(), context, inputs.split(), onLine);
        TokenCount heldOut = null;
        if (inputs.validation().isPresent()) {
            ContentLines lines = inputs.validation().get();
            heldOut = counts.count(inputs.weights(), lines, context, Split.none(lines.examples()), onLine);
        }
        Plan plan = plan(
                inputs,
                training,
                heldOut == null ? training.heldOut() : heldOut.examples(),
                Math.max(training.longest(), heldOut == null ? 0 : heldOut.longest()),
                onLine);
        List<Refusal> reasons = new ArrayList<>(faults("the dataset", training));
        if (heldOut != null) {
            reasons.addAll(faults("the validation dataset", heldOut));
        }
        if (!inputs.split().isNone() && plan.heldOut() == 0) {
            reasons.add(invalid("No line that is held out has an answer within the context."));
        }
        if (plan.seconds() > config.longest().toSeconds()) {
            reasons.add(new Refusal(
                    JobFailure.NO_CAPACITY,
                    "Training would take %,d s, and no run may take more than %,d s: fewer epochs or lines take less."
                            .formatted(plan.seconds(), config.longest().toSeconds())));
        }
        trainer.refusal(new TrainingNeed(inputs.baseModel(), plan.memoryBytes()))
                .ifPresent(reasons::add);
        return new Judged(plan, reasons);
    }

    private Plan plan(Inputs inputs, TokenCount training, long heldOut, int longest, Runnable onWait)
            throws CannotTrain, IOException {
        ModelShape shape = counts.shape(inputs.weights(), onWait);
        Configuration configuration = inputs.configuration();
        long trained = training.tokens() * configuration.epochs();
        return new Plan(
                trained,
                configuration.steps(training.examples()),
                training.examples(),
                training.leftOut(),
                training.cutTokens(),
                heldOut,
                (long) Math.ceil(trained / speed(inputs.baseModel(), shape)),
                TrainingMemory.of(shape, configuration.loraRank(), longest, trainer.cores())
                        .total());
    }

    /** Tokens per second. */
    private double speed(String baseModel, ModelShape shape) {
        double seen =
                Blocking.await(() -> sessions.withSession(session -> session.createNativeQuery(SPEED, Double.class)
                        .setParameter(1, baseModel)
                        .getSingleResult()));
        return seen > 0
                ? seen
                : config.speed() / (shape.layerParameters() + (double) shape.vocabulary() * shape.width());
    }

    private static List<Refusal> faults(String which, TokenCount count) {
        if (count.unusable() > 0) {
            TokenCount.Reason first = count.reasons().getFirst();
            return List.of(invalid("The base model cannot read %,d lines of %s; line %d: %s."
                    .formatted(count.unusable(), which, first.line(), first.reason())));
        }
        return count.examples() == 0
                ? List.of(invalid("No line of %s has an answer within the context.".formatted(which)))
                : List.of();
    }

    private static Refusal invalid(String message) {
        return new Refusal(JobFailure.DATASET_INVALID, message);
    }
}
