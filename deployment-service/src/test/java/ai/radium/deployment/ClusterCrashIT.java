package ai.radium.deployment;

import static ai.radium.deployment.runtime.CrashPoint.CONVERGENCE_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.CREATE_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.DELETE_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.DEPLOYMENT_APPLY;
import static ai.radium.deployment.runtime.CrashPoint.DEPLOYMENT_DELETE;
import static ai.radium.deployment.runtime.CrashPoint.FAILURE_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.FORGET_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.METER_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.SECRET_APPLY;
import static ai.radium.deployment.runtime.CrashPoint.SECRET_DELETE;
import static ai.radium.deployment.runtime.CrashPoint.SERVICE_APPLY;
import static ai.radium.deployment.runtime.CrashPoint.SERVICE_DELETE;
import static ai.radium.deployment.runtime.CrashPoint.UPDATE_COMMIT;

import ai.radium.deployment.cluster.ClusterView;
import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.devstack.testing.DevCluster;
import ai.radium.kit.testing.TestEdge;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kills with pods on a real API server. */
@Tag("prepared")
@ExtendWith(DevCluster.class)
@SuppressWarnings("NullAway.Init") // set before the first test
class ClusterCrashIT extends CrashScenarios {
    private static ServiceUnderFire service;
    private static ClusterView cluster;

    @BeforeAll
    static void start(Path kubeconfig) {
        TestEdge edge = new TestEdge();
        cluster = ClusterView.make(kubeconfig, "under-fire");
        Map<String, String> settings = new HashMap<>(DeploymentStack.settings(edge.jwksUri()));
        settings.put("radium.deployment.runtime", "kubernetes");
        settings.put("radium.deployment.kubernetes.kubeconfig", kubeconfig.toString());
        settings.put("radium.deployment.kubernetes.namespace", cluster.namespace());
        settings.put("radium.deployment.kubernetes.unschedulable-after", "1s");
        settings.put("radium.deployment.billing", "replica-seconds");
        settings.put("radium.deployment.retry", "1h");
        settings.put("radium.deployment.longest-retry", "1h");
        service = new ServiceUnderFire(new Outside(edge, settings), new ServiceUnderFire.Traces() {
            @Override
            public int replicas(String deployment) {
                return cluster.pods(deployment);
            }

            @Override
            public List<String> remains(String deployment) {
                return cluster.objects(deployment);
            }
        });
        service.start();
    }

    @AfterAll
    static void end() {
        service.close();
        cluster.close();
    }

    @Override
    protected ServiceUnderFire service() {
        return service;
    }

    @Override
    protected Set<CrashPoint> ownPoints() {
        return EnumSet.range(SERVICE_APPLY, SERVICE_DELETE);
    }

    /** No node has so many. */
    @Override
    protected Map<String, Object> hopeless() {
        return Map.of("acceleratorType", "H100", "acceleratorCount", 16);
    }

    @Override
    protected Set<CrashPoint> pointsOf(Operation operation) {
        return switch (operation) {
            case CREATE -> EnumSet.of(CREATE_COMMIT, CONVERGENCE_COMMIT, SERVICE_APPLY, DEPLOYMENT_APPLY, SECRET_APPLY);
            case SCALE_OUT, SCALE_IN ->
                EnumSet.of(UPDATE_COMMIT, CONVERGENCE_COMMIT, SERVICE_APPLY, DEPLOYMENT_APPLY, SECRET_APPLY);
            case DELETE -> EnumSet.of(DELETE_COMMIT, SECRET_DELETE, DEPLOYMENT_DELETE, SERVICE_DELETE, FORGET_COMMIT);
            case METER -> EnumSet.of(METER_COMMIT);
            case FAIL -> EnumSet.of(FAILURE_COMMIT, SECRET_DELETE, DEPLOYMENT_DELETE, SERVICE_DELETE);
        };
    }
}
