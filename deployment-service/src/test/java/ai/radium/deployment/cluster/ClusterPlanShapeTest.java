package ai.radium.deployment.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.deployment.cluster.ClusterPlan.Replacement;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.deployment.runtime.Placement;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster is asked for, on GPUs and without. */
class ClusterPlanShapeTest {
    private static final String H100 = "H100 80GB:80:4.50:NVIDIA-H100-80GB-HBM3";
    private static final String CPU = "CPU:0:0:-";

    @ParameterizedTest
    @CsvSource({"NEW_FIRST,1,0", "OLD_FIRST,0,1"})
    void oneMoreComesFirstOrOneGoesFirst(Replacement replacement, int surge, int unavailable) {
        var rolling =
                plan(CPU, replacement).deployment().getSpec().getStrategy().getRollingUpdate();

        assertThat(rolling.getMaxSurge()).isEqualTo(new IntOrString(surge));
        assertThat(rolling.getMaxUnavailable()).isEqualTo(new IntOrString(unavailable));
    }

    @Test
    void aGpuIsAskedForOnTheNodesThatHaveIt() {
        PodSpec pod = pod(H100);

        assertThat(pod.getNodeSelector()).isEqualTo(Map.of("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3"));
        assertThat(pod.getTolerations())
                .containsExactly(new Toleration("NoSchedule", "nvidia.com/gpu", "Exists", null, null));
        assertThat(container(pod).getResources().getLimits()).isEqualTo(Map.of("nvidia.com/gpu", new Quantity("2")));
    }

    @Test
    void withoutAGpuAnyNodeWillDo() {
        PodSpec pod = pod(CPU);

        assertThat(pod.getNodeSelector()).isEmpty();
        assertThat(pod.getTolerations()).isEmpty();
        assertThat(container(pod).getResources().getLimits()).isEmpty();
        assertThat(container(pod).getResources().getRequests())
                .isEqualTo(Map.of("cpu", new Quantity("1"), "memory", new Quantity("1Gi")));
    }

    @Test
    void podsAreFoundByTheirDeploymentAndKnowTheirRevision() {
        ClusterPlan plan = plan(CPU, Replacement.NEW_FIRST);
        Map<String, String> byDeployment = Map.of(ClusterPlan.DEPLOYMENT, "dep_1");
        var metadata = plan.deployment().getMetadata();
        var labels = plan.deployment().getSpec().getTemplate().getMetadata().getLabels();

        assertThat(metadata.getName()).isEqualTo("dep-1");
        assertThat(metadata.getLabels())
                .containsEntry(ClusterPlan.MANAGED_BY, ClusterPlan.US)
                .containsAllEntriesOf(byDeployment)
                .doesNotContainKey(ClusterPlan.REVISION);
        assertThat(plan.deployment().getSpec().getReplicas()).isEqualTo(3);
        assertThat(plan.deployment().getSpec().getSelector().getMatchLabels()).isEqualTo(byDeployment);
        assertThat(labels).containsAllEntriesOf(metadata.getLabels()).containsEntry(ClusterPlan.REVISION, "7");
        assertThat(plan.service().getSpec().getSelector()).isEqualTo(byDeployment);
        assertThat(plan.service().getSpec().getClusterIP()).isEqualTo("None");
        assertThat(plan.service().getMetadata().getName()).isEqualTo("dep-1");
    }

    @Test
    void aWorkerHasTenMinutesToStartAndIsThenAskedOften() {
        Container container = container(pod(CPU));

        assertThat(asked(container.getStartupProbe())).isEqualTo("/health/ready every 5 s, 120 times");
        assertThat(asked(container.getReadinessProbe())).isEqualTo("/health/ready every 5 s, 1 times");
        assertThat(asked(container.getLivenessProbe())).isEqualTo("/health/live every 5 s, 6 times");
    }

    @Test
    void aWorkerIsToldWhatItServesAndWhereItListens() {
        Map<String, String> told = container(pod(CPU)).getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));

        assertThat(told)
                .containsEntry("RADIUM_WORKER_DEPLOYMENT", "dep_1")
                .containsEntry("RADIUM_WORKER_MODEL_ID", "m-small")
                .containsEntry("RADIUM_WORKER_CONTEXT", "8192")
                .containsEntry("RADIUM_WORKER_MODEL", "s3://models/m.gguf")
                .containsEntry("RADIUM_WORKER_MODEL_SHA256", "00")
                .containsEntry("RADIUM_WORKER_PORT", "9500")
                .containsEntry("RADIUM_WORKER_MANAGEMENT_PORT", "9501");
    }

    private static String asked(Probe probe) {
        return probe.getHttpGet().getPath() + " every " + probe.getPeriodSeconds() + " s, "
                + probe.getFailureThreshold() + " times";
    }

    private static PodSpec pod(String accelerator) {
        return plan(accelerator, Replacement.NEW_FIRST)
                .deployment()
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    private static Container container(PodSpec pod) {
        List<Container> containers = pod.getContainers();
        assertThat(containers).hasSize(1);
        return containers.getFirst();
    }

    private static ClusterPlan plan(String accelerator, Replacement replacement) {
        Placement desired = new Placement(
                "dep_1",
                7,
                3,
                Accelerator.parse(accelerator),
                2,
                "m",
                "m-small",
                new Weights("s3://models/m.gguf", "00", "gguf", "MIT"),
                8_192);
        return ClusterPlan.of(desired, "a-token", replacement, new TestClusterConfig(Optional.empty(), "replicas"));
    }
}
