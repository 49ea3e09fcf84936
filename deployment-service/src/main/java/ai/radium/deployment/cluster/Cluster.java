package ai.radium.deployment.cluster;

import ai.radium.deployment.runtime.CrashPoint;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The calls of the Kubernetes API; each blocks for 10 seconds at most. */
final class Cluster implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Cluster.class);
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final PatchContext OURS = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(ClusterPlan.US)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final String namespace;

    Cluster(ClusterConfig config) {
        Config access = config.kubeconfig()
                .map(path -> Config.fromKubeconfig(path.toFile()))
                .orElseGet(() -> Config.autoConfigure(null));
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(access)
                        .withRequestTimeout(TIMEOUT_MILLIS)
                        .withConnectionTimeout(TIMEOUT_MILLIS)
                        .withNamespace(config.namespace())
                        .build())
                .build();
        namespace = config.namespace();
    }

    List<Pod> pods(String deployment) {
        return of(deployment, client.pods().inNamespace(namespace)).list().getItems();
    }

    /** Server-side apply: what is ours becomes as planned, what others set stays. */
    <T extends HasMetadata> T apply(CrashPoint point, T planned) {
        return point.around(
                () -> client.resource(planned).inNamespace(namespace).patch(OURS));
    }

    /** The last lines that a pod's worker wrote; none where the node does not give them. */
    List<String> lastLines(Pod pod, int most) {
        try {
            return client.pods()
                    .inNamespace(namespace)
                    .withName(pod.getMetadata().getName())
                    .tailingLines(most)
                    .getLog()
                    .lines()
                    .toList();
        } catch (KubernetesClientException e) {
            LOG.warnf("the log of pod %s cannot be read: %s", pod.getMetadata().getName(), e.getMessage());
            return List.of();
        }
    }

    boolean isEmptyOf(String deployment) {
        return pods(deployment).isEmpty()
                && of(deployment, client.services().inNamespace(namespace))
                        .list()
                        .getItems()
                        .isEmpty()
                && of(deployment, client.apps().deployments().inNamespace(namespace))
                        .list()
                        .getItems()
                        .isEmpty();
    }

    void deleteDeployment(String deployment) {
        CrashPoint.DEPLOYMENT_DELETE.around(
                () -> of(deployment, client.apps().deployments().inNamespace(namespace))
                        .delete());
    }

    /** By name: to list secrets is to read them, which this service need not be allowed. */
    void deleteSecret(String deployment) {
        CrashPoint.SECRET_DELETE.around(() -> client.secrets()
                .inNamespace(namespace)
                .withName(ClusterPlan.nameOf(deployment))
                .delete());
    }

    void deleteService(String deployment) {
        CrashPoint.SERVICE_DELETE.around(
                () -> of(deployment, client.services().inNamespace(namespace)).delete());
    }

    /** Tells the deployment's id whenever one of our objects changes; reconnects by itself. */
    void watch(Consumer<String> changed) {
        client.pods()
                .inNamespace(namespace)
                .withLabel(ClusterPlan.MANAGED_BY, ClusterPlan.US)
                .inform(new Tell<>(changed));
        client.services()
                .inNamespace(namespace)
                .withLabel(ClusterPlan.MANAGED_BY, ClusterPlan.US)
                .inform(new Tell<>(changed));
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withLabel(ClusterPlan.MANAGED_BY, ClusterPlan.US)
                .inform(new Tell<>(changed));
    }

    @Override
    public void close() {
        client.close();
    }

    private static <T, L, R> FilterWatchListDeletable<T, L, R> of(
            String deployment, FilterWatchListDeletable<T, L, R> objects) {
        return objects.withLabel(ClusterPlan.DEPLOYMENT, deployment);
    }

    private record Tell<T extends HasMetadata>(Consumer<String> changed) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T added) {
            tell(added);
        }

        @Override
        public void onUpdate(T before, T after) {
            tell(after);
        }

        @Override
        public void onDelete(T deleted, boolean isUnknown) {
            tell(deleted);
        }

        private void tell(T object) {
            @Nullable String deployment = object.getMetadata().getLabels().get(ClusterPlan.DEPLOYMENT);
            if (deployment != null) {
                changed.accept(deployment);
            }
        }
    }
}
