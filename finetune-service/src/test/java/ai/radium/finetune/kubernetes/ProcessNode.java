package ai.radium.finetune.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node for one pod at a time, whose container is a process of this machine: started when the pod is scheduled here, told of how it ends,
 * ended when the pod is deleted. The container's command is looked for in {@code k8s/trainer}.
 */
final class ProcessNode implements AutoCloseable {
    static final String LABEL = "radium.ai/test-node";
    static final String NAME = "processes";

    private static final long LEASE_SECONDS = 40;
    private static final int LOOK_MILLIS = 100;
    private static final int BEAT_SECONDS = 10;

    private final KubernetesClient client;
    private final String namespace;
    private final Path volume;
    private final Path programs;
    private final Map<String, Process> byPod = new ConcurrentHashMap<>();
    private final Map<String, Process> byRun = new ConcurrentHashMap<>();
    private final Set<String> ending = ConcurrentHashMap.newKeySet();
    private final List<Future<?>> tasks = new ArrayList<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

    private ProcessNode(RunNamespace cluster, Path volume, Path programs) {
        this.client = cluster.client();
        this.namespace = cluster.name();
        this.volume = volume;
        this.programs = programs;
    }

    /** @param volume what the claim of the shared volume stands for */
    static ProcessNode start(RunNamespace cluster, Path volume) throws IOException {
        ProcessNode node = new ProcessNode(cluster, volume, programs());
        node.join();
        node.tasks.add(node.looks.scheduleWithFixedDelay(node::beat, 0, BEAT_SECONDS, TimeUnit.SECONDS));
        node.tasks.add(node.looks.scheduleWithFixedDelay(node::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS));
        return node;
    }

    /** As the image has them. */
    private static Path programs() throws IOException {
        Path folder = Files.createTempDirectory("radium-image");
        for (String module : List.of("trainer", "inference-worker")) {
            Path target = Path.of("..", module, "target").toRealPath();
            Files.createSymbolicLink(folder.resolve(module + ".jar"), target.resolve(module + ".jar"));
            Files.createSymbolicLink(
                    folder.resolve(module.equals("trainer") ? "trainer-lib" : "worker-lib"), target.resolve("lib"));
        }
        return folder;
    }

    private void join() {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withLabels(Map.of(LABEL, NAME))
                        .endMetadata()
                        .build())
                .create();
        Map<String, Quantity> room =
                Map.of("cpu", new Quantity("64"), "memory", new Quantity("512Gi"), "pods", new Quantity("1"));
        client.nodes().withName(NAME).editStatus(node -> {
            node.getStatus().setCapacity(room);
            node.getStatus().setAllocatable(room);
            node.getStatus()
                    .setConditions(List.of(new NodeConditionBuilder()
                            .withType("Ready")
                            .withStatus("True")
                            .withReason("KubeletReady")
                            .withLastHeartbeatTime(Instant.now().toString())
                            .withLastTransitionTime(Instant.now().toString())
                            .build()));
            return node;
        });
    }

    private void beat() {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("kube-node-lease")
                        .withName(NAME)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(NAME)
                        .withLeaseDurationSeconds((int) LEASE_SECONDS)
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                        .endSpec()
                        .build())
                .serverSideApply();
    }

    private void look() {
        try {
            client.pods()
                    .inNamespace(namespace)
                    .withField("spec.nodeName", NAME)
                    .list()
                    .getItems()
                    .forEach(this::look);
        } catch (KubernetesClientException e) {
            // Somebody else has changed a pod at the same moment: the next look does it.
        }
    }

    private void look(Pod pod) {
        String uid = pod.getMetadata().getUid();
        Process process = byPod.get(uid);
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            end(pod, process);
        } else if (process == null) {
            byPod.put(uid, begin(pod));
            say(
                    pod,
                    "Running",
                    new ContainerStateBuilder().withNewRunning().endRunning().build());
        } else if (!process.isAlive() && "Running".equals(pod.getStatus().getPhase())) {
            sayEnd(pod, process);
        }
    }

    private Process begin(Pod pod) {
        Container container = pod.getSpec().getContainers().getFirst();
        Path manifests = Path.of("..", "k8s", "trainer").toAbsolutePath().normalize();
        ProcessBuilder command = new ProcessBuilder(
                manifests.resolve(container.getCommand().getFirst()).toString());
        container
                .getEnv()
                .forEach(one ->
                        command.environment().put(one.getName(), Objects.requireNonNullElse(one.getValue(), "")));
        String run = Objects.requireNonNull(command.environment().get("RADIUM_RUN"), "the run's id");
        command.environment().put("HOME", System.getProperty("user.home"));
        command.environment().put("RADIUM_PROGRAMS", programs.toString());
        command.environment()
                .put("RADIUM_WORKER_MODEL_CACHE", volume.resolve("models").toString());
        command.environment()
                .merge(
                        "PATH",
                        System.getProperty("java.home") + "/bin",
                        (path, own) -> own + File.pathSeparator + path);
        command.directory(volume.resolve("runs").resolve(run).toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "process-node.log").toFile()));
        try {
            Process process = command.start();
            byRun.put(run, process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end(Pod pod, @Nullable Process process) {
        if (process != null && process.isAlive()) {
            if (ending.add(pod.getMetadata().getUid())) {
                process.destroy();
                CompletableFuture.delayedExecutor(pod.getMetadata().getDeletionGracePeriodSeconds(), TimeUnit.SECONDS)
                        .execute(process::destroyForcibly);
            }
            return;
        }
        if (process != null && "Running".equals(pod.getStatus().getPhase())) {
            sayEnd(pod, process);
        }
        client.pods().resource(pod).withGracePeriod(0).delete();
    }

    private void sayEnd(Pod pod, Process process) {
        int status = process.exitValue();
        say(
                pod,
                status == 0 ? "Succeeded" : "Failed",
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(status)
                        .withReason(status == 0 ? "Completed" : "Error")
                        .endTerminated()
                        .build());
    }

    private void say(Pod pod, String phase, ContainerState state) {
        client.pods().resource(pod).editStatus(now -> {
            now.getStatus().setPhase(phase);
            now.getStatus()
                    .setContainerStatuses(List.of(new ContainerStatusBuilder()
                            .withName(RunPlan.CONTAINER)
                            .withImage("radium/trainer:latest")
                            .withImageID("")
                            .withReady(false)
                            .withRestartCount(0)
                            .withState(state)
                            .build()));
            return now;
        });
    }

    /** Ends what trains the run, without a word. */
    void kill(String run) {
        Objects.requireNonNull(byRun.get(run), run).destroyForcibly();
    }

    @Override
    public void close() {
        tasks.forEach(task -> task.cancel(true));
        looks.shutdownNow();
        byPod.values().forEach(Process::destroyForcibly);
        client.nodes().withName(NAME).delete();
    }
}
