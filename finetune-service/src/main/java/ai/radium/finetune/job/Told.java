package ai.radium.finetune.job;

import ai.radium.contracts.training.TrainingProgress;
import ai.radium.contracts.training.TrainingProgress.Checkpointed;
import ai.radium.contracts.training.TrainingProgress.Completed;
import ai.radium.contracts.training.TrainingProgress.Evaluated;
import ai.radium.contracts.training.TrainingProgress.Failed;
import ai.radium.contracts.training.TrainingProgress.Started;
import ai.radium.contracts.training.TrainingProgress.Step;
import ai.radium.contracts.training.TrainingProgress.Validated;
import ai.radium.kit.ids.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run has told since it was looked at last, as it is stored. Of what was told twice, the later counts. */
final class Told {
    /** So many steps of a job have an event; all have their metrics. */
    private static final int STEPS_WITH_EVENTS = 100;

    private final Instant now;
    private final List<NewEvent> events = new ArrayList<>();
    private final Map<Integer, JobMetric> metrics = new LinkedHashMap<>();
    private final Map<Integer, JobCheckpoint> checkpoints = new LinkedHashMap<>();
    private final List<Evaluated> evaluations = new ArrayList<>();
    private final long every;
    private int step;
    private long trainedTokens;
    private @Nullable TrainingProgress end;

    /** @param data an object */
    record NewEvent(String level, String type, String message, Object data) {}

    private Told(long steps, Instant now) {
        this.now = now;
        every = Math.max(1, steps / STEPS_WITH_EVENTS);
    }

    /** @param steps of the whole job */
    static Told of(List<TrainingProgress> said, long steps, Instant now) {
        Told told = new Told(steps, now);
        said.forEach(told::take);
        return told;
    }

    private void take(TrainingProgress progress) {
        switch (progress) {
            case Started started -> started(started);
            case Step one -> step(one);
            case Validated validated -> validated(validated.step(), validated.validationLoss());
            case Checkpointed checkpoint -> checkpointed(checkpoint);
            case Evaluated evaluated -> evaluated(evaluated);
            case Completed completed -> {
                reached(completed.steps(), completed.trainedTokens());
                end = completed;
            }
            case Failed failed -> end = failed;
        }
    }

    private void started(Started started) {
        Integer from = started.resumedFrom();
        events.add(
                from == null
                        ? new NewEvent(
                                "info",
                                "started",
                                "Training began: %d steps over %d lines".formatted(started.steps(), started.examples()),
                                started)
                        : new NewEvent("warn", "resumed", "Training goes on from step " + from, started));
    }

    private void step(Step one) {
        metrics.merge(
                one.step(),
                new JobMetric(
                        one.step(),
                        now,
                        one.trainLoss(),
                        null,
                        one.tokenAccuracy(),
                        one.learningRate(),
                        one.tokensPerSecond()),
                (before, after) -> before.validationLoss() == null ? after : after.validated(before.validationLoss()));
        reached(one.step(), one.trainedTokens());
        if (one.step() % every == 0) {
            events.add(new NewEvent("info", "metrics", message(one.step(), "training", one.trainLoss()), one));
        }
    }

    private void validated(int atStep, double loss) {
        metrics.merge(
                atStep,
                new JobMetric(atStep, now, null, loss, null, null, null),
                (before, after) -> before.validated(loss));
        events.add(
                new NewEvent("info", "validation", message(atStep, "validation", loss), new Validated(atStep, loss)));
    }

    private static String message(int step, String which, double loss) {
        return String.format(Locale.ROOT, "Step %d: %s loss %.4f", step, which, loss);
    }

    private void checkpointed(Checkpointed told) {
        JobCheckpoint one = new JobCheckpoint(Ids.next("ftckpt"), told.step(), now, told.validationLoss());
        checkpoints.put(told.step(), one);
        events.add(new NewEvent("info", "checkpoint", "Step %d: a checkpoint was written".formatted(told.step()), one));
    }

    private void evaluated(Evaluated told) {
        evaluations.add(told);
        events.add(new NewEvent(
                "info",
                "evaluation",
                "%s training %d of %d held-out lines are answered to the letter"
                        .formatted(told.trained() ? "After" : "Before", told.exactMatches(), told.asked()),
                new Scores(told.trained(), told.loss(), told.exactMatches(), told.asked())));
    }

    private record Scores(boolean trained, double loss, int exactMatches, int asked) {}

    private void reached(int atStep, long tokens) {
        step = Math.max(step, atStep);
        trainedTokens = Math.max(trainedTokens, tokens);
    }

    List<NewEvent> events() {
        return List.copyOf(events);
    }

    List<JobMetric> metrics() {
        return List.copyOf(metrics.values());
    }

    List<JobCheckpoint> checkpoints() {
        return List.copyOf(checkpoints.values());
    }

    List<Evaluated> evaluations() {
        return List.copyOf(evaluations);
    }

    /** The furthest; 0 when none was told. */
    int step() {
        return step;
    }

    long trainedTokens() {
        return trainedTokens;
    }

    /** The run's own word for its end. */
    Optional<TrainingProgress> end() {
        return Optional.ofNullable(end);
    }
}
