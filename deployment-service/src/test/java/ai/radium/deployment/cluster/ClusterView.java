package ai.radium.deployment.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A namespace of a cluster, looked at from outside. It refuses whatever is not restricted (pod security standards). */
public record ClusterView(KubernetesClient client, String namespace) implements AutoCloseable {
    public static ClusterView make(Path kubeconfig, String namespace) {
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .withLabels(Map.of("pod-security.kubernetes.io/enforce", "restricted"))
                        .endMetadata()
                        .build())
                .create();
        return new ClusterView(client, namespace);
    }

    /** How many pods the deployment has. */
    public int pods(String deployment) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel(ClusterPlan.DEPLOYMENT, deployment)
                .list()
                .getItems()
                .size();
    }

    /** Everything that there is of the deployment. */
    public List<String> objects(String deployment) {
        return Stream.<List<? extends HasMetadata>>of(
                        client.pods().inNamespace(namespace).list().getItems(),
                        client.services().inNamespace(namespace).list().getItems(),
                        client.secrets()
                                .inNamespace(namespace)
                                .withLabel(ClusterPlan.MANAGED_BY, ClusterPlan.US)
                                .list()
                                .getItems(),
                        client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        client.apps()
                                .replicaSets()
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                .flatMap(List::stream)
                .filter(object ->
                        deployment.equals(object.getMetadata().getLabels().get(ClusterPlan.DEPLOYMENT)))
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
