package ai.radium.deployment.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.contracts.worker.WorkerToken;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.ModelRuntime;
import ai.radium.deployment.runtime.ModelRuntimeContract;
import ai.radium.deployment.runtime.Placement;
import ai.radium.deployment.runtime.Plan;
import ai.radium.deployment.runtime.Replica;
import ai.radium.deployment.runtime.WorkerSecret;
import ai.radium.devstack.testing.DevCluster;
import ai.radium.kit.ids.Ids;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Against a real API server, scheduler and controllers; only the nodes are simulated. */
@Tag("prepared")
@ExtendWith(DevCluster.class)
@SuppressWarnings("NullAway.Init") // set before each test
class ClusterRuntimeTest extends ModelRuntimeContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NAMESPACE = "replicas";

    private static ClusterView cluster;
    private static KubernetesClient client;
    private static ClusterConfig config;
    private static WorkerSecret secret;

    private ClusterRuntime runtime;

    @BeforeAll
    static void makeTheNamespace(Path kubeconfig) throws IOException {
        secret = WorkerSecret.read(Files.writeString(Files.createTempFile("worker-secret", ""), "of-this-cluster"));
        config = new TestClusterConfig(Optional.of(kubeconfig), NAMESPACE);
        cluster = ClusterView.make(kubeconfig, NAMESPACE);
        client = cluster.client();
    }

    @AfterAll
    static void closeTheClient() {
        cluster.close();
    }

    @BeforeEach
    void open() {
        runtime = new ClusterRuntime(config, secret, InstantSource.system());
    }

    @AfterEach
    void freeTheGpus() {
        runtime.close();
        client.apps().deployments().inNamespace(NAMESPACE).delete();
        client.services().inNamespace(NAMESPACE).delete();
        await().atMost(PATIENCE)
                .until(() ->
                        client.pods().inNamespace(NAMESPACE).list().getItems().isEmpty());
    }

    @Override
    protected ModelRuntime runtime() {
        return runtime;
    }

    @Override
    protected ModelRuntime reopened() {
        runtime.close();
        runtime = new ClusterRuntime(config, secret, InstantSource.system());
        return runtime;
    }

    @Override
    protected Placement placement(int replicas, int revision) {
        return placement(replicas, revision, 4);
    }

    @Override
    protected Placement tooLarge() {
        return placement(3, 1, 8);
    }

    @Override
    protected void destroy(Placement desired, Replica replica) {
        client.pods().inNamespace(NAMESPACE).withName(replica.id()).delete();
        await().atMost(PATIENCE)
                .until(() -> client.pods()
                                .inNamespace(NAMESPACE)
                                .withName(replica.id())
                                .get()
                        == null);
    }

    @Override
    protected List<String> remains(Placement desired) {
        return cluster.objects(desired.deployment());
    }

    @Test
    void putsReplicasOnNodesWithTheAcceleratorAskedFor() {
        Placement desired = placement(1, 1);
        settle(desired);

        Pod pod = client.pods().inNamespace(NAMESPACE).list().getItems().getFirst();

        assertThat(pod.getSpec().getNodeName()).startsWith("h100-");
        assertThat(pod.getSpec().getContainers().getFirst().getResources().getLimits())
                .isEqualTo(Map.of("nvidia.com/gpu", new Quantity("4")));
    }

    @Test
    void keepsTheTokenInASecretThatGoesWithTheDeployment() {
        Placement desired = placement(1, 1);
        settle(desired);
        String name = ClusterPlan.nameOf(desired.deployment());

        Secret made = client.secrets().inNamespace(NAMESPACE).withName(name).get();

        assertThat(new String(Base64.getDecoder().decode(made.getData().get("token")), StandardCharsets.US_ASCII))
                .isEqualTo(WorkerToken.of("of-this-cluster", desired.deployment()));
        client.apps().deployments().inNamespace(NAMESPACE).withName(name).delete();
        await().atMost(PATIENCE)
                .until(() ->
                        client.secrets().inNamespace(NAMESPACE).withName(name).get() == null);
    }

    @Test
    void makesADeletedServiceAgain() {
        Placement desired = placement(1, 1);
        settle(desired);
        String name = ClusterPlan.nameOf(desired.deployment());

        client.services().inNamespace(NAMESPACE).withName(name).delete();
        runtime.plan(desired).execute();

        assertThat(client.services().inNamespace(NAMESPACE).withName(name).get())
                .isNotNull();
    }

    @Test
    void replacesTheOnlyPodWhereTheClusterHasNoRoomForBothAndCallsThatNoFailure() {
        runtime.close();
        // Longer than the scheduler takes to look at a pod again after room was made for it.
        runtime = new ClusterRuntime(
                new TestClusterConfig(config.kubeconfig(), NAMESPACE, Duration.ofSeconds(5)),
                secret,
                InstantSource.system());
        settle(placement(1, 1, 8));
        Placement first = placement(1, 1, 8);
        settle(first);
        Placement second = withRevision(first, 2);

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            Plan plan = runtime.plan(second);
            assertThat(plan.observation().failure()).isNull();
            plan.execute();
            return plan.observation().ready().stream().anyMatch(replica -> replica.revision() == 2);
        });
    }

    @Test
    void saysThatPodsCrash() {
        Placement desired = placement(1, 1);
        Replica replica = settle(desired).ready().getFirst();

        client.pods().inNamespace(NAMESPACE).withName(replica.id()).edit(pod -> {
            pod.getMetadata().setAnnotations(Map.of("devcluster/fail", "CrashLoopBackOff"));
            return pod;
        });

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(runtime.plan(desired).observation().failure())
                                .isNotNull()
                                .extracting(Failure::reason)
                                .isEqualTo(FailureReason.CRASH_LOOP));
    }

    private static Placement placement(int replicas, int revision, int gpus) {
        return new Placement(
                Ids.next("dep"),
                revision,
                replicas,
                Accelerator.parse("H100 80GB:80:4.50:NVIDIA-H100-80GB-HBM3"),
                gpus,
                "m",
                "m",
                new Weights("s3://models/m.gguf", "00", "gguf", "MIT"),
                8_192);
    }
}
