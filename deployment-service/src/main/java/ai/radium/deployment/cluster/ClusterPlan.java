package ai.radium.deployment.cluster;

import ai.radium.deployment.runtime.Adapter;
import ai.radium.deployment.runtime.Placement;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The manifests of a deployment: pure.
 *
 * @param deployment one pod per replica
 * @param service names the pods for people and policies; the edge calls pods by their own addresses
 */
record ClusterPlan(Deployment deployment, Service service) {
    static final int GRPC_PORT = 9500;
    static final int MANAGEMENT_PORT = 9501;

    /** Label with the deployment's id. */
    static final String DEPLOYMENT = "radium.ai/deployment";

    /** Label with the revision that a pod runs. */
    static final String REVISION = "radium.ai/revision";

    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String US = "radium-deployment-service";

    private static final String GPU = "nvidia.com/gpu";
    private static final String GPU_PRODUCT = "nvidia.com/gpu.product";
    private static final long NOBODY = 65_532;

    /** How pods are replaced. */
    enum Replacement {
        /** One more comes up first: calls never have fewer pods than are wanted. */
        NEW_FIRST,

        /** Where there is no room for one more: an old one goes first. */
        OLD_FIRST
    }

    /** @param token what the worker asks of its callers; pods of another one are replaced */
    static ClusterPlan of(Placement desired, String token, Replacement replacement, ClusterConfig config) {
        return new ClusterPlan(deployment(desired, token, replacement, config), service(desired));
    }

    /** A DNS label (RFC 1123) of the id. */
    static String nameOf(String deployment) {
        return deployment.replace('_', '-');
    }

    private static Deployment deployment(
            Placement desired, String token, Replacement replacement, ClusterConfig config) {
        boolean isNewFirst = replacement == Replacement.NEW_FIRST;
        return new DeploymentBuilder()
                .withMetadata(metadata(desired))
                .withNewSpec()
                .withReplicas(desired.replicas())
                .withProgressDeadlineSeconds(3_600)
                .withNewSelector()
                .withMatchLabels(Map.of(DEPLOYMENT, desired.deployment()))
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withNewMaxSurge(isNewFirst ? 1 : 0)
                .withNewMaxUnavailable(isNewFirst ? 0 : 1)
                .endRollingUpdate()
                .endStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(podLabels(desired))
                .withAnnotations(Map.of(WorkerCredential.FINGERPRINT, WorkerCredential.fingerprint(token)))
                .endMetadata()
                .withSpec(pod(desired, config))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static Service service(Placement desired) {
        return new ServiceBuilder()
                .withMetadata(metadata(desired))
                .withNewSpec()
                .withClusterIP("None")
                .withSelector(Map.of(DEPLOYMENT, desired.deployment()))
                .addNewPort()
                .withName("grpc")
                .withAppProtocol("kubernetes.io/h2c")
                .withPort(GRPC_PORT)
                .withNewTargetPort("grpc")
                .endPort()
                .endSpec()
                .build();
    }

    static ObjectMeta metadata(Placement desired) {
        return new ObjectMetaBuilder()
                .withName(nameOf(desired.deployment()))
                .withLabels(labels(desired))
                .build();
    }

    private static Map<String, String> labels(Placement desired) {
        return Map.of(
                "app.kubernetes.io/name",
                "inference-worker",
                "app.kubernetes.io/instance",
                nameOf(desired.deployment()),
                "app.kubernetes.io/component",
                "replica",
                "app.kubernetes.io/part-of",
                "radium",
                MANAGED_BY,
                US,
                DEPLOYMENT,
                desired.deployment());
    }

    private static Map<String, String> podLabels(Placement desired) {
        Map<String, String> labels = new TreeMap<>(labels(desired));
        labels.put(REVISION, Integer.toString(desired.revision()));
        return labels;
    }

    private static PodSpec pod(Placement desired, ClusterConfig config) {
        boolean gpu = desired.accelerator().isGpu();
        return new PodSpecBuilder()
                .withAutomountServiceAccountToken(false)
                // The grace period begins with the drain delay; the worker's own time is what is left of it.
                .withTerminationGracePeriodSeconds(
                        config.drainDelay().plus(config.stopTimeout()).toSeconds())
                .withNodeSelector(
                        gpu ? Map.of(GPU_PRODUCT, desired.accelerator().nodeProduct()) : Map.of())
                .withTolerations(gpu ? List.of(onGpuNodes()) : List.of())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(NOBODY)
                .withFsGroup(NOBODY)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(container(desired, config))
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .addToVolumes(WorkerCredential.volume(desired))
                .build();
    }

    private static Toleration onGpuNodes() {
        return new TolerationBuilder()
                .withKey(GPU)
                .withOperator("Exists")
                .withEffect("NoSchedule")
                .build();
    }

    private static Container container(Placement desired, ClusterConfig config) {
        return new ContainerBuilder()
                .withName("worker")
                .withImage(config.image())
                .withEnv(environment(desired, config))
                .addNewPort()
                .withName("grpc")
                .withContainerPort(GRPC_PORT)
                .endPort()
                .addNewPort()
                .withName("management")
                .withContainerPort(MANAGEMENT_PORT)
                .endPort()
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity("1"), "memory", new Quantity("1Gi")))
                .withLimits(limits(desired))
                .endResources()
                .withStartupProbe(probe("/health/ready", 120))
                .withReadinessProbe(probe("/health/ready", 1))
                .withLivenessProbe(probe("/health/live", 6))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(config.drainDelay().toSeconds())
                .endPreStop()
                .endLifecycle()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .addToVolumeMounts(WorkerCredential.mount())
                .build();
    }

    private static Map<String, Quantity> limits(Placement desired) {
        return desired.accelerator().isGpu()
                ? Map.of(GPU, new Quantity(Integer.toString(desired.acceleratorCount())))
                : Map.of();
    }

    /** Every 5 seconds. */
    private static Probe probe(String path, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort("management")
                .endHttpGet()
                .withPeriodSeconds(5)
                .withTimeoutSeconds(2)
                .withFailureThreshold(failures)
                .build();
    }

    private static List<EnvVar> environment(Placement desired, ClusterConfig config) {
        List<EnvVar> variables = new ArrayList<>(List.of(
                variable("JDK_JAVA_OPTIONS", "-XX:+ExitOnOutOfMemoryError"),
                variable(
                        "RADIUM_STOP_SECONDS",
                        Long.toString(config.stopTimeout().toSeconds())),
                variable("RADIUM_WORKER_TOKEN_FILE", WorkerCredential.FILE),
                variable("RADIUM_WORKER_PORT", Integer.toString(GRPC_PORT)),
                variable("RADIUM_WORKER_MANAGEMENT_PORT", Integer.toString(MANAGEMENT_PORT)),
                variable("RADIUM_WORKER_DEPLOYMENT", desired.deployment()),
                new EnvVarBuilder()
                        .withName("RADIUM_WORKER_REPLICA")
                        .withNewValueFrom()
                        .withNewFieldRef()
                        .withFieldPath("metadata.name")
                        .endFieldRef()
                        .endValueFrom()
                        .build(),
                variable("RADIUM_WORKER_HOST", "0.0.0.0"),
                variable("RADIUM_WORKER_MODEL_ID", desired.servedModel()),
                variable("RADIUM_WORKER_CONTEXT", Integer.toString(desired.contextTokens())),
                variable("RADIUM_WORKER_MODEL", desired.weights().uri()),
                variable("RADIUM_WORKER_MODEL_SHA256", desired.weights().sha256())));
        Adapter adapter = desired.adapter();
        if (adapter != null) {
            variables.add(variable("RADIUM_WORKER_ADAPTER", adapter.uri()));
            variables.add(variable("RADIUM_WORKER_ADAPTER_ID", adapter.id()));
            variables.add(variable("RADIUM_WORKER_ADAPTER_SHA256", adapter.sha256()));
        }
        ClusterConfig.Traces traces = config.traces();
        add(variables, "OTEL_EXPORTER_OTLP_ENDPOINT", traces.endpoint());
        add(variables, "OTEL_TRACES_SAMPLER", traces.sampler());
        add(variables, "OTEL_TRACES_SAMPLER_ARG", traces.samplerArg());
        add(variables, "OTEL_RESOURCE_ATTRIBUTES", traces.resourceAttributes());
        return variables;
    }

    private static void add(List<EnvVar> variables, String name, Optional<String> value) {
        value.ifPresent(given -> variables.add(variable(name, given)));
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }
}
