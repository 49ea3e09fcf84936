package ai.radium.finetune.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of the Kubernetes API; each blocks for 10 seconds at most, but for the wait for an end. */
final class RunCluster implements AutoCloseable {
    static final String TRAINER_API = "trainer.kubeflow.org/v1alpha1";
    static final String TRAIN_JOB = "TrainJob";

    private static final int TIMEOUT_MILLIS = 10_000;

    private final KubernetesClient client;
    private final KubernetesConfig config;

    RunCluster(KubernetesConfig config) {
        Config access = config.kubeconfig()
                .map(path -> Config.fromKubeconfig(path.toFile()))
                .orElseGet(() -> Config.autoConfigure(null));
        this.client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(access)
                        .withRequestTimeout(TIMEOUT_MILLIS)
                        .withConnectionTimeout(TIMEOUT_MILLIS)
                        .withNamespace(config.namespace())
                        .build())
                .build();
        this.config = config;
    }

    /** Makes it, unless it is there already. */
    void create(RunPlan plan) throws IOException {
        called(() -> {
            try {
                return client.resource(isTrainJobWanted() ? plan.trainJob() : plan.job())
                        .create();
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                    return plan;
                }
                throw e;
            }
        });
    }

    private boolean isTrainJobWanted() {
        return switch (config.workload()) {
            case AUTO -> hasTrainJobs();
            case JOB -> false;
            case TRAIN_JOB -> true;
        };
    }

    /** Whatever the run is to the cluster. */
    Optional<Work> work(String run) throws IOException {
        return called(() -> {
            @Nullable Job job = job(run).get();
            if (job != null) {
                return Optional.of(Work.of(job));
            }
            return hasTrainJobs() ? Optional.ofNullable(trainJob(run).get()).map(Work::of) : Optional.empty();
        });
    }

    List<Pod> pods(String run, Work work) throws IOException {
        return called(() -> client.pods()
                .inNamespace(config.namespace())
                .withLabel(work.podLabel(), RunPlan.nameOf(run))
                .list()
                .getItems());
    }

    /** Deletes it and waits until it is gone with its pods. */
    void delete(String run) throws IOException {
        called(() -> {
            List<Resource<? extends HasMetadata>> all = new ArrayList<>(List.of(job(run)));
            if (hasTrainJobs()) {
                all.add(trainJob(run));
            }
            all.stream().filter(RunCluster::isBegunToEnd).forEach(this::awaitEnd);
            return all;
        });
    }

    private static boolean isBegunToEnd(Resource<? extends HasMetadata> one) {
        return !one.withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete()
                .isEmpty();
    }

    private void awaitEnd(Resource<? extends HasMetadata> one) {
        one.waitUntilCondition(Objects::isNull, config.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean hasTrainJobs() {
        return client.supports(TRAINER_API, TRAIN_JOB);
    }

    private Resource<Job> job(String run) {
        return client.batch().v1().jobs().inNamespace(config.namespace()).withName(RunPlan.nameOf(run));
    }

    private Resource<GenericKubernetesResource> trainJob(String run) {
        return client.genericKubernetesResources(TRAINER_API, TRAIN_JOB)
                .inNamespace(config.namespace())
                .withName(RunPlan.nameOf(run));
    }

    private static <T> T called(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw new IOException("The cluster's API cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
