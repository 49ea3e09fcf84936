package ai.radium.finetune.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.training.TrainingProgress.Validated;
import ai.radium.finetune.trainer.Observation;
import ai.radium.finetune.trainer.Observation.State;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run is to the cluster, from its start until nothing is left of it. */
class KubernetesTrainerTest extends OnSimulatedNodes {
    @Test
    void isAJobOnTheGpusAskedForAndInItsQueue() throws IOException {
        reopen(settings.with("gpus", "2").with("queue", "customers"));

        trainer.start(run());

        Pod pod = pod();
        assertThat(pod.getSpec().getNodeName()).startsWith("h100-");
        assertThat(pod.getSpec().getContainers().getFirst().getResources().getLimits())
                .containsEntry("nvidia.com/gpu", new Quantity("2"));
        Job job = job();
        assertThat(job.getMetadata().getLabels())
                .containsEntry("kueue.x-k8s.io/queue-name", "customers")
                .containsEntry("app.kubernetes.io/managed-by", "radium-finetune-service")
                .containsEntry("radium.ai/run", id);
        assertThat(trainer.observe(id, 0)).isEqualTo(new Observation(List.of(), 0, State.RUNNING));
    }

    @Test
    void laysOutWhatTheRunReads() throws IOException {
        trainer.start(run());

        Path files = folder.resolve("volume/runs").resolve(id);
        assertThat(files.resolve("training.jsonl")).hasContent("{\"prompt\":\"A\",\"completion\":\"apple\"}");
        assertThat(files.resolve("job.json"))
                .content()
                .contains("\"training\":\"training.jsonl\"", "\"output\":\"output\"", "\"loraRank\":8")
                .doesNotContain("validation");
    }

    @Test
    void tellsWhatTheRunHasToldFromAPositionOn() throws IOException {
        trainer.start(run());
        pod();

        tell(new Validated(1, 0.5), new Validated(2, 0.4));
        append("{\"type\":\"validated\",\"step\":3,");
        Observation first = trainer.observe(id, 0);
        append("\"validationLoss\":0.3}\n");
        Observation second = trainer.observe(id, first.position());

        assertThat(first.said()).containsExactly(new Validated(1, 0.5), new Validated(2, 0.4));
        assertThat(first.state()).isEqualTo(State.RUNNING);
        assertThat(second.said()).containsExactly(new Validated(3, 0.3));
        assertThat(trainer.observe(id, second.position()).said()).isEmpty();
    }

    @Test
    void goesOnAfterItsOwnDeathAtAnyLine() throws IOException {
        trainer.start(run());
        String uid = job().getMetadata().getUid();
        tell(new Validated(1, 0.5));
        long position = trainer.observe(id, 0).position();

        reopen(settings);
        trainer.start(run());
        assertThat(job().getMetadata().getUid()).isEqualTo(uid);
        assertThat(trainer.observe(id, position).said()).isEmpty();

        // Dead between the files and the Job: there is a run, and nothing runs.
        cluster.client().resource(job()).delete();
        await().atMost(PATIENCE).until(() -> cluster.objects().isEmpty());
        assertThat(trainer.observe(id, position).state()).isEqualTo(State.ENDED);
        trainer.start(run());
        assertThat(job().getMetadata().getUid()).isNotEqualTo(uid);
    }

    @Test
    void whatWasStoppedCanGoOnAndWhatIsClearedIsGone() throws IOException {
        trainer.start(run());
        pod();
        tell(new Validated(1, 0.5));
        assertThatThrownBy(() -> trainer.clear(id)).isInstanceOf(IllegalStateException.class);

        trainer.stop(id);
        trainer.stop(id);

        assertThat(cluster.objects()).isEmpty();
        assertThat(trainer.observe(id, 0).said()).containsExactly(new Validated(1, 0.5));
        assertThat(trainer.observe(id, 0).state()).isEqualTo(State.ENDED);
        trainer.start(run());
        assertThat(trainer.observe(id, 0).state()).isEqualTo(State.RUNNING);
        trainer.stop(id);
        trainer.clear(id);
        trainer.clear(id);
        assertThat(cluster.objects()).isEmpty();
        assertThat(folder.resolve("volume/runs").resolve(id)).doesNotExist();
        assertThat(trainer.observe(id, 0).state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void knowsNothingOfARunThatNeverWas() throws IOException {
        trainer.stop("ft_never");
        trainer.clear("ft_never");

        assertThat(trainer.observe("ft_never", 0)).isEqualTo(new Observation(List.of(), 0, State.UNKNOWN));
        assertThatThrownBy(() -> trainer.observe("../ft", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
