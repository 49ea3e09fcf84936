package ai.radium.finetune.kubernetes;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What an operator decides about runs in a cluster. */
public interface KubernetesConfig {
    /** What a run is to the cluster. */
    enum Workload {
        /** A TrainJob where the cluster knows them, else a Job. */
        AUTO,
        JOB,
        TRAIN_JOB
    }

    @WithDefault("auto")
    Workload workload();

    /** Path of a kubeconfig; absent = the pod's own service account, or {@code KUBECONFIG}. */
    Optional<Path> kubeconfig();

    /** Namespace of everything that is made; it must exist. */
    @WithDefault("radium")
    String namespace();

    /** The trainer's image: has {@code radium-train} on its path. */
    @WithDefault("radium/trainer:latest")
    String image();

    /** The TrainingRuntime that TrainJobs are of; it must exist ({@code k8s/trainer/runtime.yaml}). */
    @WithDefault("radium-trainer")
    String trainingRuntime();

    /** Kueue's queue in which runs wait for their turn; absent = they do not queue. */
    Optional<String> queue();

    /** The shared volume as this process sees it. */
    @WithDefault("data/runs")
    Path directory();

    /** The same as pods claim it. */
    @WithDefault("radium-runs")
    String volumeClaim();

    /** A Secret with what fetching base models needs ({@code HF_TOKEN}, {@code AWS_…}), as a pod's environment; absent = nothing. */
    Optional<String> weightsSecret();

    /** Accelerators of a run; 0 = it trains on processors. */
    @WithDefault("0")
    int gpus();

    /** What the cluster calls them. */
    @WithDefault("nvidia.com/gpu")
    String gpuResource();

    /** Labels of the nodes that runs may use. */
    Map<String, String> nodeSelector();

    /** Annotations of pods. */
    Map<String, String> annotations();

    /** Cores of a run, 1 to 64. */
    @WithDefault("4")
    int cores();

    /** Memory of a run; a run that is reckoned to need more is refused. */
    @WithDefault("8G")
    MemorySize memory();

    /** A run that no node has had room for so long fails with NO_CAPACITY. */
    @WithDefault("10m")
    Duration unschedulableAfter();

    /** A run whose image has not come, or whose container could not be made, for so long fails. */
    @WithDefault("5m")
    Duration imageAfter();

    /** How long a run may take from its start, whole seconds; then it fails. */
    @WithDefault("24h")
    Duration deadline();

    /** How long an ending run is waited for; beyond it the call fails, and can be made again. */
    @WithDefault("30s")
    Duration stopTimeout();
}
