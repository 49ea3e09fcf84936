package ai.radium.finetune.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.training.TrainingFailure;
import ai.radium.contracts.training.TrainingProgress;
import ai.radium.contracts.training.TrainingProgress.Checkpointed;
import ai.radium.contracts.training.TrainingProgress.Failed;
import ai.radium.contracts.training.TrainingProgress.Started;
import ai.radium.contracts.training.TrainingProgress.Step;
import ai.radium.contracts.training.TrainingProgress.Validated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ToldTest {
    private static Told told(long steps, TrainingProgress... said) {
        return Told.of(List.of(said), steps, Instant.EPOCH);
    }

    private static Step step(int number) {
        return new Step(number, 1, 2.0, 0.5, 1e-4, 100, 10L * number);
    }

    @Property
    void whatIsToldAgainAfterARestartCountsOnce(
            @ForAll @Size(max = 50) List<@IntRange(min = 1, max = 20) Integer> steps) {
        List<TrainingProgress> said = new ArrayList<>();
        steps.forEach(number -> said.add(step(number)));

        Told told = Told.of(said, 20, Instant.EPOCH);

        int furthest = steps.stream().mapToInt(Integer::intValue).max().orElse(0);
        assertThat(told.step()).isEqualTo(furthest);
        assertThat(told.trainedTokens()).isEqualTo(furthest * 10L);
        assertThat(told.metrics()).hasSize((int) steps.stream().distinct().count());
    }

    @Test
    void aValidationIsANumberOfItsStep() {
        assertThat(told(4, step(1), new Validated(1, 0.5)).metrics())
                .singleElement()
                .satisfies(metric -> {
                    assertThat(metric.trainLoss()).isEqualTo(2.0);
                    assertThat(metric.validationLoss()).isEqualTo(0.5);
                });
        assertThat(told(4, new Validated(1, 0.5), step(1)).metrics())
                .singleElement()
                .satisfies(metric -> assertThat(metric.validationLoss()).isEqualTo(0.5));
    }

    @Test
    void aHundredStepsOfManyHaveAnEvent() {
        List<TrainingProgress> said = new ArrayList<>();
        for (int number = 1; number <= 1_000; number++) {
            said.add(step(number));
        }

        assertThat(Told.of(said, 1_000, Instant.EPOCH).events()).hasSize(100);
    }

    @Test
    void aResumedRunAndACheckpointSaySo() {
        Told told = told(4, new Started(4, 40, 2, 0, 0, 1, 3), new Checkpointed(4, "s", "00", "a", null));

        assertThat(told.events()).extracting(Told.NewEvent::type).containsExactly("resumed", "checkpoint");
        assertThat(told.checkpoints()).extracting(JobCheckpoint::step).containsExactly(4);
        assertThat(told.end()).isEmpty();
    }

    @Test
    void theRunsOwnWordEndsIt() {
        Failed failed = new Failed(TrainingFailure.OUT_OF_MEMORY, "no");

        assertThat(told(4, step(1), failed).end()).contains(failed);
    }
}
