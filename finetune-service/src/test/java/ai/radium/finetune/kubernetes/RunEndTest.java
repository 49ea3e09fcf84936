package ai.radium.finetune.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.training.TrainingFailure;
import ai.radium.contracts.training.TrainingProgress.Failed;
import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.trainer.Observation;
import ai.radium.finetune.trainer.Observation.State;
import ai.radium.finetune.trainer.Refusal;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a run that ends, or cannot begin. */
class RunEndTest extends OnSimulatedNodes {
    @Test
    void anEndingThatTheRunHasToldNeedsNoOther() throws IOException {
        trainer.start(run());
        Pod pod = pod();
        Failed failed = new Failed(TrainingFailure.DATASET_INVALID, "Line 1 has no answer.");

        tell(failed);
        cluster.ends(pod, 1, "Error", "");

        Observation end = ended();
        assertThat(end.said()).containsExactly(failed);
        assertThat(end.failure()).isEmpty();
    }

    @Test
    void saysThatATrainerDiedWithoutAWord() throws IOException {
        trainer.start(run());

        cluster.ends(pod(), 3, "Error", "");

        assertThat(ended().failure())
                .contains(new Refusal(
                        JobFailure.TRAINER_CRASHED, "The trainer has ended with status 3 and has not said why."));
        assertThat(ended().failure()).isPresent();
        assertThat(cluster.objects()).isEmpty();
    }

    @Test
    void saysThatTheMemoryWasUsedUp() throws IOException {
        trainer.start(run());

        cluster.ends(pod(), 137, "OOMKilled", "");

        assertThat(ended().failure()).map(Refusal::code).contains(JobFailure.OUT_OF_MEMORY);
    }

    @Test
    void saysWhyTheBaseModelDidNotCome() throws IOException {
        trainer.start(run());

        cluster.ends(pod(), 69, "Error", "fetching\nradium: s3://models/m.gguf: the server answers 403\n");

        assertThat(ended().failure())
                .contains(new Refusal(
                        JobFailure.WEIGHTS_UNAVAILABLE,
                        "The base model could not be fetched: radium: s3://models/m.gguf: the server answers 403"));
    }

    @Test
    void anEvictedRunGoesOnInAnotherPod() throws IOException {
        trainer.start(run());
        Pod first = pod();

        cluster.client().pods().resource(first).evict();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pods())
                        .extracting(pod -> pod.getMetadata().getName())
                        .hasSizeGreaterThan(0)
                        .anyMatch(name -> !name.equals(first.getMetadata().getName())));
        assertThat(trainer.observe(id, 0).state()).isEqualTo(State.RUNNING);
    }

    @Test
    void aRunWithoutAPlaceIsGivenUpAfterAWhile() throws IOException {
        reopen(settings.with("gpus", "64").with("unschedulable-after", "2s"));
        trainer.start(run());

        assertThat(ended().failure()).hasValueSatisfying(failure -> {
            assertThat(failure.code()).isEqualTo(JobFailure.NO_CAPACITY);
            assertThat(failure.message()).contains("No node has had room for 2 seconds", "nvidia.com/gpu");
        });
        assertThat(cluster.objects()).isEmpty();
    }

    @Test
    void aRunWithoutItsImageIsGivenUpAfterAWhile() throws IOException {
        reopen(settings.with("annotations.\"devcluster/fail\"", "ImagePullBackOff")
                .with("image-after", "1s"));
        trainer.start(run());

        assertThat(ended().failure()).hasValueSatisfying(failure -> {
            assertThat(failure.code()).isEqualTo(JobFailure.TRAINER_CRASHED);
            assertThat(failure.message()).contains("radium/trainer:latest", "ImagePullBackOff");
        });
    }

    @Test
    void aRunThatTakesTooLongIsEnded() throws IOException {
        reopen(settings.with("deadline", "2s"));
        trainer.start(run());

        assertThat(ended().failure())
                .contains(new Refusal(JobFailure.TRAINER_CRASHED, "The run has taken longer than 2 seconds."));
    }

    @Test
    void aPreemptedRunGoesOnInAnotherPod() throws IOException {
        reopen(settings.with("gpus", "8"));
        trainer.start(run());
        Pod first = pod();

        cluster.preempt();

        await().atMost(PATIENCE)
                .until(() -> pods().stream()
                        .noneMatch(pod -> pod.getMetadata()
                                .getName()
                                .equals(first.getMetadata().getName())));
        assertThat(trainer.observe(id, 0)).isEqualTo(new Observation(List.of(), 0, State.RUNNING));
        cluster.client().pods().inNamespace(cluster.name()).withLabel("urgent").delete();
        await().atMost(PATIENCE)
                .until(() -> pods().stream()
                        .anyMatch(pod -> "Running".equals(pod.getStatus().getPhase())));
    }
}
