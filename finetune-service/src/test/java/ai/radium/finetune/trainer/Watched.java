package ai.radium.finetune.trainer;

import static org.awaitility.Awaitility.await;

import ai.radium.contracts.training.TrainingProgress;
import ai.radium.contracts.training.TrainingProgress.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a run has told, collected in pieces as a service would. */
record Watched(List<TrainingProgress> said, long position, Observation.State state) {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

    Watched {
        said = List.copyOf(said);
    }

    static Watched now(Trainer trainer, String runId) throws IOException {
        return new Watched(List.of(), 0, Observation.State.RUNNING).further(trainer, runId);
    }

    static Watched untilItsEnd(Trainer trainer, String runId) throws IOException {
        return until(trainer, runId, told -> told.state() == Observation.State.ENDED);
    }

    static Watched until(Trainer trainer, String runId, Predicate<Watched> enough) throws IOException {
        Watched[] told = {now(trainer, runId)};
        await().atMost(LONG_ENOUGH).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!enough.test(told[0])) {
                told[0] = told[0].further(trainer, runId);
            }
            return enough.test(told[0]);
        });
        return told[0];
    }

    <T extends TrainingProgress> List<T> all(Class<T> type) {
        return said.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends TrainingProgress> T last(Class<T> type) {
        return all(type).getLast();
    }

    /** Of every step, told last. */
    List<Double> losses() {
        TreeMap<Integer, Double> losses = new TreeMap<>();
        all(Step.class).forEach(step -> losses.put(step.step(), step.trainLoss()));
        return List.copyOf(losses.values());
    }

    private Watched further(Trainer trainer, String runId) throws IOException {
        Observation seen = trainer.observe(runId, position);
        List<TrainingProgress> all = new ArrayList<>(said);
        all.addAll(seen.said());
        return new Watched(all, seen.position(), seen.state());
    }
}
