package ai.radium.finetune.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.training.TrainingFailure;
import ai.radium.contracts.training.TrainingProgress.Checkpointed;
import ai.radium.contracts.training.TrainingProgress.Completed;
import ai.radium.contracts.training.TrainingProgress.Evaluated;
import ai.radium.contracts.training.TrainingProgress.Failed;
import ai.radium.contracts.training.TrainingProgress.Started;
import ai.radium.contracts.training.TrainingProgress.Step;
import ai.radium.finetune.trainer.Observation.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every trainer keeps; a test of each implementation inherits it. It trains a real model of 1 MB, in a few seconds. */
public abstract class TrainerContract {
    protected static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

    /** Epochs of a run that is still at it when a test has done with it. */
    private static final int ENDLESS = 1_000;

    /** One that knows no run yet. */
    protected abstract Trainer trainer() throws IOException;

    /** Another one over the same runs, as after a restart of its service. */
    protected abstract Trainer restarted(Trainer before) throws IOException;

    /** Ends what trains the run, without a word. */
    protected abstract void kill(String runId) throws IOException;

    /** A run of the tiny model that teaches words for letters. */
    protected abstract TestRuns runs() throws IOException;

    @Test
    void trainsAndGivesTheAdapterThatItHasToldOf() throws Exception {
        Trainer trainer = trainer();
        trainer.start(runs().run("one", 40).withHeldOut().run());

        Watched told = Watched.untilItsEnd(trainer, "one");

        assertThat(told.all(Evaluated.class)).hasSize(2);
        assertThat(told.all(Evaluated.class).getLast().exactMatches())
                .isGreaterThan(told.all(Evaluated.class).getFirst().exactMatches());
        assertThat(told.losses().getLast()).isLessThan(0.2 * told.losses().getFirst());
        Completed completed = told.last(Completed.class);
        try (InputStream adapter = trainer.open("one", completed.adapterFile())) {
            assertThat(sha256(adapter.readAllBytes())).isEqualTo(completed.sha256());
        }
        try (InputStream other = trainer.open("one", completed.safetensorsFile())) {
            assertThat(other.readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void tellsFromAnyPositionOnWhatCameBehindIt() throws Exception {
        Trainer trainer = trainer();
        trainer.start(runs().run("one", 5).run());
        Watched told = Watched.untilItsEnd(trainer, "one");

        assertThat(trainer.observe("one", 0).said()).isEqualTo(told.said());
        Observation nothing = trainer.observe("one", told.position());
        assertThat(nothing.said()).isEmpty();
        assertThat(nothing.position()).isEqualTo(told.position());
        assertThat(nothing.state()).isEqualTo(State.ENDED);
    }

    @Test
    void leavesARunAloneThatRunsOrIsDone() throws Exception {
        Trainer trainer = trainer();
        TrainingRun run = runs().run("one", 20).run();
        trainer.start(run);
        Watched.until(trainer, "one", told -> !told.all(Step.class).isEmpty());
        trainer.start(run);
        Watched told = Watched.untilItsEnd(trainer, "one");

        trainer.start(run);

        assertThat(told.all(Started.class)).hasSize(1);
        assertThat(trainer.observe("one", told.position()))
                .isEqualTo(new Observation(List.of(), told.position(), State.ENDED));
    }

    @Test
    void goesOnAfterAKillAsIfThereHadBeenNone() throws Exception {
        Trainer trainer = trainer();
        trainer.start(runs().run("whole", 40).run());
        List<Double> whole = Watched.untilItsEnd(trainer, "whole").losses();
        TrainingRun run = runs().run("killed", 40).run();
        trainer.start(run);
        Watched.until(trainer, "killed", told -> told.all(Checkpointed.class).size() > 2);
        kill("killed");
        Watched before = Watched.untilItsEnd(trainer, "killed");
        assertThat(before.all(Completed.class)).isEmpty();

        trainer.start(run);

        Watched after = Watched.untilItsEnd(trainer, "killed");
        Integer resumedFrom = after.last(Started.class).resumedFrom();
        assertThat(resumedFrom).isNotNull().isPositive();
        assertThat(after.last(Completed.class).steps()).isEqualTo(whole.size());
        assertThat(after.losses()).isEqualTo(whole);
    }

    @Test
    void findsARunAgainAfterItsOwnRestart() throws Exception {
        Trainer before = trainer();
        TrainingRun run = runs().run("one", 40).run();
        before.start(run);
        Watched.until(before, "one", told -> !told.all(Step.class).isEmpty());

        Trainer trainer = restarted(before);
        trainer.start(run);

        Watched told = Watched.untilItsEnd(trainer, "one");
        assertThat(told.all(Started.class)).hasSize(1);
        assertThat(told.all(Completed.class)).hasSize(1);
    }

    @Test
    protected void trainsOneAfterTheOther() throws Exception {
        Trainer trainer = trainer();
        trainer.start(runs().run("first", ENDLESS).run());
        trainer.start(runs().run("second", 5).run());
        trainer.start(runs().run("third", 5).run());
        Watched.until(trainer, "first", told -> !told.all(Step.class).isEmpty());
        assertThat(trainer.observe("second", 0)).isEqualTo(new Observation(List.of(), 0, State.RUNNING));

        trainer.stop("first");

        Watched.until(trainer, "second", told -> !told.all(Started.class).isEmpty());
        assertThat(trainer.observe("third", 0)).isEqualTo(new Observation(List.of(), 0, State.RUNNING));
        assertThat(Watched.untilItsEnd(trainer, "second").all(Completed.class)).hasSize(1);
        assertThat(Watched.untilItsEnd(trainer, "third").all(Completed.class)).hasSize(1);
    }

    @Test
    void keepsTheOrderOverARestart() throws Exception {
        Trainer before = trainer();
        before.start(runs().run("first", ENDLESS).run());
        before.start(runs().run("second", 5).run());
        Trainer trainer = restarted(before);

        trainer.stop("first");

        assertThat(Watched.untilItsEnd(trainer, "second").all(Completed.class)).hasSize(1);
    }

    @Test
    void stopsWithinFiveSecondsAndGoesOnLater() throws Exception {
        Trainer trainer = trainer();
        TrainingRun run = runs().run("one", ENDLESS).run();
        trainer.start(run);
        Watched.until(trainer, "one", told -> told.all(Step.class).size() > 5);
        long begin = System.nanoTime();

        trainer.stop("one");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
        Watched told = Watched.untilItsEnd(trainer, "one");
        int stoppedAt = told.all(Step.class).getLast().step();
        trainer.start(run);
        Watched.until(trainer, "one", later -> later.all(Started.class).size() == 2);
        assertThat(Watched.now(trainer, "one").last(Started.class).resumedFrom())
                .isEqualTo(stoppedAt);
    }

    @Test
    void stopsARunThatWaits() throws Exception {
        Trainer trainer = trainer();
        trainer.start(runs().run("first", ENDLESS).run());
        trainer.start(runs().run("second", 5).run());

        trainer.stop("second");

        assertThat(trainer.observe("second", 0)).isEqualTo(new Observation(List.of(), 0, State.ENDED));
        trainer.clear("second");
        assertThat(trainer.observe("second", 0).state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void knowsNothingOfARunThatNeverWas() throws Exception {
        Trainer trainer = trainer();

        trainer.stop("never");
        trainer.clear("never");

        assertThat(trainer.observe("never", 0)).isEqualTo(new Observation(List.of(), 0, State.UNKNOWN));
        assertThatThrownBy(() -> trainer.open("never", "adapter.gguf")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void forgetsARunWithAllItsFiles() throws Exception {
        Trainer trainer = trainer();
        TrainingRun run = runs().run("one", 5).run();
        trainer.start(run);
        String adapter =
                Watched.untilItsEnd(trainer, "one").last(Completed.class).adapterFile();

        trainer.clear("one");
        trainer.clear("one");

        assertThat(trainer.observe("one", 0).state()).isEqualTo(State.UNKNOWN);
        assertThatThrownBy(() -> trainer.open("one", adapter)).isInstanceOf(NoSuchFileException.class);
        trainer.start(run);
        assertThat(Watched.untilItsEnd(trainer, "one").last(Started.class).resumedFrom())
                .isNull();
    }

    @Test
    void forgetsNoRunThatRuns() throws Exception {
        Trainer trainer = trainer();
        trainer.start(runs().run("one", ENDLESS).run());

        assertThatThrownBy(() -> trainer.clear("one")).isInstanceOf(IllegalStateException.class);

        assertThat(trainer.observe("one", 0).state()).isEqualTo(State.RUNNING);
    }

    @Test
    void opensNothingButARunsOwnFiles() throws Exception {
        Trainer trainer = trainer();
        trainer.start(runs().run("one", 5).run());
        Path adapter = Path.of(
                Watched.untilItsEnd(trainer, "one").last(Completed.class).adapterFile());

        for (String file : List.of(
                "/etc/passwd",
                "../../one/job.json",
                adapter.resolveSibling("nothing.gguf").toString())) {
            assertThatThrownBy(() -> trainer.open("one", file)).as(file).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void tellsWhyARunHasFailed() throws Exception {
        Trainer trainer = trainer();
        TrainingRun run = runs().run("one", 5)
                .withLines("{\"messages\":[{\"role\":\"user\",\"content\":\"A\"}]}\n")
                .run();
        trainer.start(run);

        Failed failed = Watched.untilItsEnd(trainer, "one").last(Failed.class);

        assertThat(failed.code()).isEqualTo(TrainingFailure.DATASET_INVALID);
        assertThat(failed.message()).isNotBlank();
    }

    @Test
    void beginsWithAnEarlierAdapter() throws Exception {
        Trainer trainer = trainer();
        trainer.start(runs().run("one", 40).run());
        Watched first = Watched.untilItsEnd(trainer, "one");
        String adapter = first.last(Completed.class).adapterFile();

        trainer.start(runs().run("two", 5)
                .beginningWith(() -> trainer.open("one", adapter))
                .run());

        assertThat(Watched.untilItsEnd(trainer, "two").losses().getFirst())
                .isLessThan(first.losses().getFirst() / 2);
    }

    @Test
    void refusesWhatIsTooLargeForItWithTheNumbers() throws Exception {
        Trainer trainer = trainer();

        assertThat(trainer.refusal(new TrainingNeed("tiny", 1 << 20))).isEmpty();
        Optional<Refusal> refusal = trainer.refusal(new TrainingNeed("llama-3.1-405b", 1L << 42));
        assertThat(refusal).isPresent();
        assertThat(refusal.get().code()).isEqualTo(JobFailure.OUT_OF_MEMORY);
        assertThat(refusal.get().message()).contains("llama-3.1-405b", "4,194,304 MiB");
    }

    /** Waits until a run's state is as it is expected. */
    protected static void awaitState(Trainer trainer, String runId, State state) {
        await().atMost(LONG_ENOUGH).until(() -> trainer.observe(runId, 0).state() == state);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
