package ai.radium.finetune.kubernetes;

import static org.awaitility.Awaitility.await;

import ai.radium.contracts.training.ProgressLine;
import ai.radium.contracts.training.TrainingProgress;
import ai.radium.devstack.testing.DevCluster;
import ai.radium.finetune.trainer.Observation;
import ai.radium.finetune.trainer.Observation.State;
import ai.radium.finetune.trainer.TrainingRun;
import ai.radium.kit.ids.Ids;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a real API server, scheduler and job controller, with the rights that {@code k8s/trainer/rbac.yaml} gives. Nodes are simulated,
 * so these tests write what a trainer would tell and say how its container ended.
 */
@Tag("prepared")
@ExtendWith(DevCluster.class)
@SuppressWarnings("NullAway.Init") // set before each test
abstract class OnSimulatedNodes {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    static RunNamespace cluster;
    static TestSettings settings;

    final String id = Ids.next("ft");
    KubernetesTrainer trainer;

    @BeforeAll
    static void makeTheNamespace(Path kubeconfig) throws IOException {
        cluster = RunNamespace.make(kubeconfig, "runs-" + Ids.ulid().toLowerCase(Locale.ROOT));
        settings = new TestSettings(Map.of())
                .with("kubeconfig", cluster.ofTheService(folder).toString())
                .with("namespace", cluster.name())
                .with("directory", folder.resolve("volume").toString())
                .with("workload", "job")
                .with("annotations.\"devcluster/work\"", "1h");
    }

    @AfterAll
    static void closeTheClient() {
        cluster.close();
    }

    @BeforeEach
    void open() {
        trainer = new KubernetesTrainer(settings.read(), InstantSource.system());
    }

    @AfterEach
    void freeTheNodes() throws IOException {
        trainer.stop(id);
        trainer.close();
    }

    final void reopen(TestSettings changed) {
        trainer.close();
        trainer = new KubernetesTrainer(changed.read(), InstantSource.system());
    }

    final TrainingRun run() {
        return RunNamespace.run(id);
    }

    final Job job() {
        return cluster.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.name())
                .withName(RunPlan.nameOf(id))
                .get();
    }

    final List<Pod> pods() {
        return cluster.client().pods().inNamespace(cluster.name()).list().getItems();
    }

    /** The run's pod, when it works. */
    final Pod pod() {
        return await().atMost(PATIENCE)
                .until(
                        () -> pods().stream()
                                .filter(one -> "Running".equals(one.getStatus().getPhase()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    final Observation ended() {
        return await().atMost(PATIENCE).until(() -> trainer.observe(id, 0), seen -> seen.state() == State.ENDED);
    }

    final void tell(TrainingProgress... said) throws IOException {
        for (TrainingProgress one : said) {
            append(ProgressLine.write(one) + "\n");
        }
    }

    final void append(String text) throws IOException {
        Files.writeString(
                folder.resolve("volume/runs").resolve(id).resolve("progress.jsonl"),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
