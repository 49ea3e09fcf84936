package ai.radium.finetune.kubernetes;

import static org.awaitility.Awaitility.await;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.finetune.trainer.TrainingConfiguration;
import ai.radium.finetune.trainer.TrainingRun;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A namespace as {@code k8s/trainer} says it must be: with the shared volume's claim, and an account that may do what the rules there
 * allow. It refuses pods that are not restricted (pod security standards).
 *
 * @param client may do everything
 */
record RunNamespace(KubernetesClient client, String name) implements AutoCloseable {
    private static final Path MANIFESTS = Path.of("..", "k8s", "trainer");
    private static final String CLAIM = "radium-runs";

    static RunNamespace make(Path kubeconfig, String name) throws IOException {
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
        RunNamespace namespace = new RunNamespace(client, name);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(Map.of("pod-security.kubernetes.io/enforce", "restricted"))
                        .endMetadata()
                        .build())
                .create();
        namespace.makeTheVolume();
        namespace.apply(MANIFESTS.resolve("rbac.yaml"));
        return namespace;
    }

    private void makeTheVolume() {
        Map<String, Quantity> size = Map.of("storage", new Quantity("10Gi"));
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withCapacity(size)
                        .withAccessModes("ReadWriteMany")
                        .withNewNfs()
                        .withServer("nfs.invalid")
                        .withPath("/")
                        .endNfs()
                        .endSpec()
                        .build())
                .create();
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(CLAIM)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteMany")
                        .withStorageClassName("")
                        .withVolumeName(name)
                        .withNewResources()
                        .withRequests(size)
                        .endResources()
                        .endSpec()
                        .build())
                .inNamespace(name)
                .create();
    }

    /** Makes what the file says, in this namespace where it has one. */
    void apply(Path file) throws IOException {
        String text = Files.readString(file).replace("namespace: radium", "namespace: " + name);
        client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(name)
                .serverSideApply();
    }

    /** Kubeflow's definitions of TrainJob and TrainingRuntime. */
    void defineTrainJobs() throws IOException, InterruptedException {
        Process script = new ProcessBuilder(
                        Path.of("..", "k8s", "devcluster", "kubeflow.sh").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Path definitions = Path.of(new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        if (script.waitFor() != 0) {
            throw new IllegalStateException("k8s/devcluster/kubeflow.sh has failed");
        }
        apply(definitions.resolve("trainer.kubeflow.org_trainjobs.yaml"));
        apply(definitions.resolve("trainer.kubeflow.org_trainingruntimes.yaml"));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> client.supports(RunCluster.TRAINER_API, RunCluster.TRAIN_JOB));
    }

    /** Two pods that are more urgent than a run, and need all there is of GPUs. */
    void preempt() {
        client.resource(new PriorityClassBuilder()
                        .withNewMetadata()
                        .withName("urgent")
                        .endMetadata()
                        .withValue(1_000)
                        .build())
                .serverSideApply();
        for (String pod : List.of("urgent-1", "urgent-2")) {
            PodSpec spec = new RunPlan(
                            pod,
                            run(pod).base(),
                            new TestSettings(Map.of()).with("gpus", "8").read())
                    .job()
                    .getSpec()
                    .getTemplate()
                    .getSpec();
            spec.setPriorityClassName("urgent");
            client.resource(new PodBuilder()
                            .withNewMetadata()
                            .withName(pod)
                            .withLabels(Map.of("urgent", "yes"))
                            .endMetadata()
                            .withSpec(spec)
                            .build())
                    .inNamespace(name)
                    .create();
        }
    }

    /** What a kubelet says when a container has ended. */
    void ends(Pod pod, int status, String reason, String message) {
        client.pods().inNamespace(name).withName(pod.getMetadata().getName()).editStatus(now -> {
            now.getStatus().setPhase("Failed");
            now.getStatus()
                    .setContainerStatuses(List.of(new ContainerStatusBuilder()
                            .withName(RunPlan.CONTAINER)
                            .withImage("radium/trainer:latest")
                            .withImageID("")
                            .withReady(false)
                            .withRestartCount(0)
                            .withNewState()
                            .withNewTerminated()
                            .withExitCode(status)
                            .withReason(reason)
                            .withMessage(message)
                            .endTerminated()
                            .endState()
                            .build()));
            return now;
        });
    }

    /** A run that nothing would come of. */
    static TrainingRun run(String id) {
        return new TrainingRun(
                id,
                "m",
                new Weights("s3://models/m.gguf", "00", "gguf", "MIT"),
                out -> out.write("{\"prompt\":\"A\",\"completion\":\"apple\"}\n".getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Optional.empty(),
                new TrainingConfiguration(1e-4, 4, 3, 10, 8, 256, 1, false));
    }

    /** Path of a kubeconfig of the service's own account, which may do nothing else. */
    Path ofTheService(Path folder) throws IOException {
        String token = client.serviceAccounts()
                .inNamespace(name)
                .withName("radium-finetune-service")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3_600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        Config admin = client.getConfiguration();
        Map<String, Object> cluster =
                Map.of("server", admin.getMasterUrl(), "certificate-authority-data", admin.getCaCertData());
        return Files.writeString(
                folder.resolve("kubeconfig-of-the-service"),
                Serialization.asYaml(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Config",
                        "current-context",
                        "here",
                        "clusters",
                        List.of(Map.of("name", "here", "cluster", cluster)),
                        "users",
                        List.of(Map.of("name", "service", "user", Map.of("token", token))),
                        "contexts",
                        List.of(Map.of("name", "here", "context", Map.of("cluster", "here", "user", "service"))))));
    }

    /** Everything that there is of our making. */
    List<String> objects() {
        return Stream.<List<? extends HasMetadata>>of(
                        client.batch().v1().jobs().inNamespace(name).list().getItems(),
                        client.pods().inNamespace(name).list().getItems(),
                        client.configMaps()
                                .inNamespace(name)
                                .withLabel(RunPlan.MANAGED_BY, RunPlan.US)
                                .list()
                                .getItems(),
                        client.secrets()
                                .inNamespace(name)
                                .withLabel(RunPlan.MANAGED_BY, RunPlan.US)
                                .list()
                                .getItems())
                .flatMap(List::stream)
                .map(one -> one.getKind() + " " + one.getMetadata().getName())
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
