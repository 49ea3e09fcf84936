package ai.radium.deployment.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.deployment.runtime.Placement;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterPlanTest {
    private static final String TOKEN = "a-token-of-forty-three-characters-or-so-abc";

    private final PodTemplateSpec template = template(TOKEN);
    private final PodSpec pod = template.getSpec();
    private final Container container = pod.getContainers().getFirst();

    @Test
    void mountsTheTokenReadOnlyForTheWorkersGroupAndSaysWhereItIs() {
        Volume volume = pod.getVolumes().stream()
                .filter(each -> each.getSecret() != null)
                .findFirst()
                .orElseThrow();

        assertThat(volume.getSecret().getSecretName()).isEqualTo("dep-1");
        assertThat(volume.getSecret().getDefaultMode()).isEqualTo(0440);
        assertThat(pod.getSecurityContext().getFsGroup())
                .isEqualTo(pod.getSecurityContext().getRunAsUser());
        assertThat(container.getVolumeMounts())
                .filteredOn(mount -> mount.getName().equals(volume.getName()))
                .singleElement()
                .satisfies(mount -> {
                    assertThat(mount.getReadOnly()).isTrue();
                    assertThat(variable("RADIUM_WORKER_TOKEN_FILE")).isEqualTo(mount.getMountPath() + "/token");
                });
    }

    @Test
    void putsNoTokenIntoAnythingButTheSecret() {
        assertThat(Serialization.asYaml(template)).doesNotContain(TOKEN);
    }

    @Test
    void replacesPodsWhenTheTokenChanges() {
        assertThat(template("another").getMetadata().getAnnotations())
                .isNotEqualTo(template.getMetadata().getAnnotations());
    }

    @Test
    void killsAPodOnlyAfterItsDrainDelayAndTheWholeStopBudget() {
        assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(10 + 30);
        assertThat(variable("RADIUM_STOP_SECONDS")).isEqualTo("30");
    }

    @Test
    void endsAWorkerThatRunsOutOfMemory() {
        assertThat(variable("JDK_JAVA_OPTIONS")).contains("-XX:+ExitOnOutOfMemoryError");
    }

    @Test
    void tellsAWorkerWhereItsTracesGo() {
        assertThat(variable("OTEL_EXPORTER_OTLP_ENDPOINT")).isEqualTo("http://collector:4318");
        assertThat(variable("OTEL_TRACES_SAMPLER_ARG")).isEqualTo("0.1");
        assertThat(container.getEnv()).noneMatch(each -> each.getName().equals("OTEL_TRACES_SAMPLER"));
    }

    private String variable(String name) {
        return container.getEnv().stream()
                .filter(each -> each.getName().equals(name))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static PodTemplateSpec template(String token) {
        return ClusterPlan.of(
                        placement(),
                        token,
                        ClusterPlan.Replacement.NEW_FIRST,
                        new TestClusterConfig(Optional.empty(), "replicas"))
                .deployment()
                .getSpec()
                .getTemplate();
    }

    private static Placement placement() {
        return new Placement(
                "dep_1",
                1,
                1,
                Accelerator.parse("H100 80GB:80:4.50:NVIDIA-H100-80GB-HBM3"),
                1,
                "m",
                "m",
                new Weights("s3://models/m.gguf", "00", "gguf", "MIT"),
                8_192);
    }
}
