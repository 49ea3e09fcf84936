package ai.radium.finetune.kubernetes;

import ai.radium.contracts.model.ModelChanged.Weights;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The manifest of a run: pure. */
record RunPlan(String run, Weights base, KubernetesConfig config) {
    /** Label with the run's id. */
    static final String RUN = "radium.ai/run";

    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String US = "radium-finetune-service";

    /** Name of the container that trains. */
    static final String CONTAINER = "trainer";

    /** Status of a trainer that could not get its base model ({@code EX_UNAVAILABLE} of sysexits.h). */
    static final int NO_WEIGHTS = 69;

    private static final String QUEUE = "kueue.x-k8s.io/queue-name";
    private static final String FOLDER = "/radium/run";
    private static final String MODELS = "/radium/models";
    private static final String VOLUME = "runs";
    private static final String TEMPORARY = "tmp";
    private static final long NOBODY = 65_532;

    /** A trainer writes its last checkpoint and ends within five seconds. */
    private static final long GRACE_SECONDS = 5;

    /** A DNS label (RFC 1123) of the id. */
    static String nameOf(String run) {
        return "train-" + run.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Job job() {
        return new JobBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .withCompletions(1)
                .withParallelism(1)
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(config.deadline().toSeconds())
                .withPodFailurePolicy(ends())
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels())
                .withAnnotations(config.annotations())
                .endMetadata()
                .withSpec(pod())
                .endTemplate()
                .endSpec()
                .build();
    }

    /** What every run of this install has alike is in its TrainingRuntime. */
    GenericKubernetesResource trainJob() {
        Map<String, Object> trainer = Map.of(
                "image",
                config.image(),
                "command",
                List.of("radium-train"),
                "env",
                environment(),
                "numNodes",
                1,
                "resourcesPerNode",
                Map.of("requests", requests(), "limits", limits()));
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(RunCluster.TRAINER_API)
                .withKind(RunCluster.TRAIN_JOB)
                .withMetadata(metadata())
                .addToAdditionalProperties(
                        "spec",
                        Map.of(
                                "runtimeRef",
                                Map.of(
                                        "apiGroup",
                                        "trainer.kubeflow.org",
                                        "kind",
                                        "TrainingRuntime",
                                        "name",
                                        config.trainingRuntime()),
                                "labels",
                                labels(),
                                "trainer",
                                trainer))
                .build();
    }

    private ObjectMeta metadata() {
        return new ObjectMetaBuilder()
                .withName(nameOf(run))
                .withNamespace(config.namespace())
                .withLabels(queuedLabels())
                .build();
    }

    private Map<String, String> labels() {
        return Map.of(
                "app.kubernetes.io/name",
                "trainer",
                "app.kubernetes.io/instance",
                nameOf(run),
                "app.kubernetes.io/component",
                "training-run",
                "app.kubernetes.io/part-of",
                "radium",
                MANAGED_BY,
                US,
                RUN,
                run);
    }

    private Map<String, String> queuedLabels() {
        Map<String, String> labels = new TreeMap<>(labels());
        config.queue().ifPresent(queue -> labels.put(QUEUE, queue));
        return labels;
    }

    /** A pod that is evicted, preempted or whose node goes is no failure: another one goes on. All else ends the run. */
    private static PodFailurePolicy ends() {
        return new PodFailurePolicyBuilder()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition("True", "DisruptionTarget")
                .endRule()
                .addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(CONTAINER)
                .withOperator("NotIn")
                .withValues(0)
                .endOnExitCodes()
                .endRule()
                .build();
    }

    private PodSpec pod() {
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withNodeSelector(config.nodeSelector())
                .withTolerations(config.gpus() > 0 ? List.of(onGpuNodes()) : List.of())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(NOBODY)
                .withFsGroup(NOBODY)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(container())
                .addNewVolume()
                .withName(VOLUME)
                .withNewPersistentVolumeClaim()
                .withClaimName(config.volumeClaim())
                .endPersistentVolumeClaim()
                .endVolume()
                .addNewVolume()
                .withName(TEMPORARY)
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .build();
    }

    private Toleration onGpuNodes() {
        return new TolerationBuilder()
                .withKey(config.gpuResource())
                .withOperator("Exists")
                .withEffect("NoSchedule")
                .build();
    }

    /** Of the shared volume it sees the folder of its own run, and the models. */
    private Container container() {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(config.image())
                .withCommand("radium-train")
                .withWorkingDir(FOLDER)
                .withEnv(environment())
                .withEnvFrom(secrets())
                .withNewResources()
                .withRequests(requests())
                .withLimits(limits())
                .endResources()
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName(VOLUME)
                .withMountPath(FOLDER)
                .withSubPath(RunFolders.RUNS + "/" + run)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName(VOLUME)
                .withMountPath(MODELS)
                .withSubPath(RunFolders.MODELS)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName(TEMPORARY)
                .withMountPath("/tmp")
                .endVolumeMount()
                .build();
    }

    private List<EnvVar> environment() {
        return List.of(
                variable("RADIUM_RUN", run),
                variable("RADIUM_WEIGHTS_URI", base.uri()),
                variable("RADIUM_WEIGHTS_SHA256", base.sha256()),
                variable("RADIUM_WORKER_MODEL_CACHE", MODELS),
                variable("HOME", "/tmp"));
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private List<EnvFromSource> secrets() {
        List<EnvFromSource> sources = new ArrayList<>();
        config.weightsSecret()
                .ifPresent(name -> sources.add(new EnvFromSourceBuilder()
                        .withNewSecretRef()
                        .withName(name)
                        .endSecretRef()
                        .build()));
        return sources;
    }

    private Map<String, Quantity> requests() {
        return Map.of("cpu", new Quantity(Integer.toString(config.cores())), "memory", memory());
    }

    private Map<String, Quantity> limits() {
        return config.gpus() > 0
                ? Map.of("memory", memory(), config.gpuResource(), new Quantity(Integer.toString(config.gpus())))
                : Map.of("memory", memory());
    }

    private Quantity memory() {
        return new Quantity(config.memory().asBigInteger().toString());
    }
}
