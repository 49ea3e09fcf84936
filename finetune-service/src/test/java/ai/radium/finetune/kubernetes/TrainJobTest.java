package ai.radium.finetune.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.devstack.testing.DevCluster;
import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.trainer.Observation;
import ai.radium.finetune.trainer.Observation.State;
import ai.radium.finetune.trainer.Refusal;
import ai.radium.finetune.trainer.TrainingRun;
import ai.radium.kit.ids.Ids;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a real API server with Kubeflow's own definitions. Their controller is not there: these tests say of a TrainJob and its pods what it
 * would say.
 */
@Tag("prepared")
@ExtendWith(DevCluster.class)
@SuppressWarnings("NullAway.Init") // set before each test
class TrainJobTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "train-jobs";

    @TempDir
    static Path folder;

    private static RunNamespace cluster;
    private static TestSettings settings;

    private final String id = Ids.next("ft");
    private KubernetesTrainer trainer;

    @BeforeAll
    static void makeTheNamespace(Path kubeconfig) throws Exception {
        cluster = RunNamespace.make(kubeconfig, NAMESPACE);
        cluster.defineTrainJobs();
        settings = new TestSettings(Map.of())
                .with("kubeconfig", cluster.ofTheService(folder).toString())
                .with("namespace", NAMESPACE)
                .with("directory", folder.resolve("volume").toString())
                // The garbage collector looks for new kinds every 30 seconds.
                .with("stop-timeout", "90s");
    }

    @AfterAll
    static void closeTheClient() {
        cluster.close();
    }

    @BeforeEach
    void open() {
        trainer = new KubernetesTrainer(
                settings.with("gpus", "2").with("queue", "customers").read(), InstantSource.system());
    }

    @AfterEach
    void freeTheNames() throws IOException {
        trainer.stop(id);
        trainer.close();
        cluster.client().pods().inNamespace(NAMESPACE).delete();
    }

    @Test
    void itsRuntimeIsAsKubeflowHasThem() throws IOException {
        cluster.apply(Path.of("..", "k8s", "trainer", "runtime.yaml"));
    }

    @Test
    void isATrainJobWhereTheClusterKnowsThem() throws IOException {
        trainer.start(run());
        trainer.start(run());

        GenericKubernetesResource made = trainJob().get();
        assertThat(made.<String>get("spec", "runtimeRef", "kind")).isEqualTo("TrainingRuntime");
        assertThat(made.<String>get("spec", "runtimeRef", "name")).isEqualTo("radium-trainer");
        assertThat(made.<String>get("spec", "trainer", "image")).isEqualTo("radium/trainer:latest");
        assertThat(made.<Object>get("spec", "trainer", "resourcesPerNode", "limits", "nvidia.com/gpu"))
                .hasToString("2");
        assertThat(made.getMetadata().getLabels()).containsEntry("kueue.x-k8s.io/queue-name", "customers");
        assertThat(trainer.observe(id, 0)).isEqualTo(new Observation(List.of(), 0, State.RUNNING));
        assertThat(cluster.objects()).isEmpty();
    }

    @Test
    void endsWithItsTrainJob() throws IOException {
        trainer.start(run());

        finish("Complete", "JobsCompleted");

        assertThat(trainer.observe(id, 0)).isEqualTo(new Observation(List.of(), 0, State.ENDED));
    }

    @Test
    void saysWhyItsPodHasFailed() throws IOException {
        trainer.start(run());
        Pod pod = pod();
        await().atMost(PATIENCE)
                .until(() -> "Running"
                        .equals(cluster.client()
                                .pods()
                                .resource(pod)
                                .get()
                                .getStatus()
                                .getPhase()));
        cluster.ends(pod, 137, "OOMKilled", "");
        finish("Failed", "JobsFailed");

        Observation end = trainer.observe(id, 0);

        assertThat(end.state()).isEqualTo(State.ENDED);
        assertThat(end.failure()).map(Refusal::code).contains(JobFailure.OUT_OF_MEMORY);
        assertThat(trainJob().get()).isNull();
    }

    @Test
    void leavesNothing() throws IOException {
        trainer.start(run());

        trainer.stop(id);
        trainer.clear(id);

        assertThat(trainJob().get()).isNull();
        assertThat(trainer.observe(id, 0).state()).isEqualTo(State.UNKNOWN);
    }

    private TrainingRun run() {
        return RunNamespace.run(id);
    }

    private Resource<GenericKubernetesResource> trainJob() {
        return cluster.client()
                .genericKubernetesResources(RunCluster.TRAINER_API, RunCluster.TRAIN_JOB)
                .inNamespace(NAMESPACE)
                .withName(RunPlan.nameOf(id));
    }

    private void finish(String type, String reason) {
        Map<String, String> condition = Map.of(
                "type",
                type,
                "status",
                "True",
                "reason",
                reason,
                "message",
                "it is over",
                "lastTransitionTime",
                "2026-01-01T00:00:00Z");
        trainJob().editStatus(now -> {
            now.setAdditionalProperty("status", Map.of("conditions", List.of(condition)));
            return now;
        });
    }

    /** As JobSet would make it. */
    private Pod pod() {
        return cluster.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(RunPlan.nameOf(id) + "-node-0-0")
                        .withLabels(Map.of("jobset.sigs.k8s.io/jobset-name", RunPlan.nameOf(id)))
                        // It never becomes ready: nobody else changes its status.
                        .withAnnotations(Map.of("devcluster/load", "1h"))
                        .endMetadata()
                        .withSpec(new RunPlan(id, run().base(), settings.read())
                                .job()
                                .getSpec()
                                .getTemplate()
                                .getSpec())
                        .build())
                .inNamespace(NAMESPACE)
                .create();
    }
}
