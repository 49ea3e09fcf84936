package ai.radium.finetune.kubernetes;

import ai.radium.devstack.testing.DevCluster;
import ai.radium.finetune.trainer.TestRuns;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.finetune.trainer.TrainerContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real trainers, on a node of a real control plane that runs pods as processes. Three minutes. */
@Tag("prepared")
@Tag("long")
@ExtendWith(DevCluster.class)
@SuppressWarnings("NullAway.Init") // set before all tests
class KubernetesContractTest extends TrainerContract {
    @TempDir
    static Path folder;

    private static RunNamespace cluster;
    private static ProcessNode node;
    private static KubernetesConfig config;

    private final List<KubernetesTrainer> opened = new ArrayList<>();

    @BeforeAll
    static void makeTheNode(Path kubeconfig) throws IOException {
        cluster = RunNamespace.make(kubeconfig, "contract");
        Path volume = folder.resolve("volume");
        node = ProcessNode.start(cluster, volume);
        config = new TestSettings(Map.of())
                .with("workload", "job")
                .with("kubeconfig", cluster.ofTheService(folder).toString())
                .with("namespace", cluster.name())
                .with("directory", volume.toString())
                .with("node-selector.\"" + ProcessNode.LABEL + "\"", ProcessNode.NAME)
                .with("cores", "1")
                .with("memory", "4G")
                .read();
    }

    @AfterAll
    static void leaveTheCluster() {
        node.close();
        cluster.close();
    }

    @AfterEach
    void forgetTheRuns() throws IOException {
        for (String run : List.of("one", "two", "first", "second", "third", "whole", "killed")) {
            opened.getFirst().stop(run);
            opened.getFirst().clear(run);
        }
        opened.forEach(KubernetesTrainer::close);
    }

    @Override
    protected Trainer trainer() {
        KubernetesTrainer trainer = new KubernetesTrainer(config, InstantSource.system());
        opened.add(trainer);
        return trainer;
    }

    @Override
    protected Trainer restarted(Trainer before) {
        return trainer();
    }

    @Override
    protected void kill(String runId) {
        node.kill(runId);
    }

    /** Who waits keeps no order here: that is a queue's. */
    @Override
    protected void trainsOneAfterTheOther() {}

    @Override
    protected TestRuns runs() throws IOException {
        return TestRuns.in(folder);
    }
}
