package ai.radium.finetune.job;

import ai.radium.contracts.training.TrainingProgress.Evaluated;
import ai.radium.contracts.training.TrainingProgress.Sample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How well held-out lines are answered, without the adapter and with it. */
record Evaluation(@Nullable Report before, @Nullable Report after) {
    static final Evaluation NONE = new Evaluation(null, null);

    private static final int MOST_SAMPLES = 10;

    /**
     * @param loss mean over the answers' tokens, in nats
     * @param exactMatches lines that were answered to the letter
     * @param asked lines that were asked
     */
    record Report(double loss, int exactMatches, int asked, List<Sample> samples) {
        Report {
            samples = List.copyOf(samples);
        }
    }

    Evaluation with(Evaluated told) {
        List<Sample> some = new ArrayList<>(told.samples());
        Report report = new Report(
                told.loss(), told.exactMatches(), told.asked(), some.subList(0, Math.min(MOST_SAMPLES, some.size())));
        return told.trained() ? new Evaluation(before, report) : new Evaluation(report, after);
    }
}
