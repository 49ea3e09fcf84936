package ai.radium.deployment;

import static ai.radium.deployment.runtime.CrashPoint.CONVERGENCE_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.CREATE_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.DELETE_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.FAILURE_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.FORGET_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.INTENT_DELETE;
import static ai.radium.deployment.runtime.CrashPoint.INTENT_WRITE;
import static ai.radium.deployment.runtime.CrashPoint.METER_COMMIT;
import static ai.radium.deployment.runtime.CrashPoint.PROCESS_RECORD;
import static ai.radium.deployment.runtime.CrashPoint.PROCESS_START;
import static ai.radium.deployment.runtime.CrashPoint.PROCESS_STOP;
import static ai.radium.deployment.runtime.CrashPoint.UPDATE_COMMIT;

import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.kit.testing.TestEdge;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Kills with workers as processes of this machine. */
@SuppressWarnings("NullAway.Init") // set before the first test
class LocalCrashIT extends CrashScenarios {
    private static ServiceUnderFire service;

    @BeforeAll
    static void start() {
        TestEdge edge = new TestEdge();
        Map<String, String> settings = new HashMap<>(DeploymentStack.settings(edge.jwksUri()));
        settings.put("radium.deployment.billing", "replica-seconds");
        settings.put("radium.deployment.retry", "1h");
        settings.put("radium.deployment.longest-retry", "1h");
        settings.put("radium.deployment.local.crash-loop-after", "2");
        settings.put("radium.deployment.local.backoff", "50ms");
        Outside outside = new Outside(edge, settings);
        service = new ServiceUnderFire(outside, new ServiceUnderFire.Traces() {
            @Override
            public int replicas(String deployment) {
                return outside.workers(deployment).size();
            }

            @Override
            public List<String> remains(String deployment) {
                return Stream.concat(
                                outside.workers(deployment).stream().map(ProcessHandle::toString),
                                outside.workerFiles().stream().filter(file -> file.startsWith(deployment)))
                        .toList();
            }
        });
        service.start();
    }

    @AfterAll
    static void end() {
        service.close();
    }

    @Override
    protected ServiceUnderFire service() {
        return service;
    }

    @Override
    protected Set<CrashPoint> ownPoints() {
        return EnumSet.range(INTENT_WRITE, INTENT_DELETE);
    }

    @Override
    protected Map<String, Object> hopeless() {
        return Map.of("minReplicas", 2);
    }

    @Override
    protected Set<CrashPoint> pointsOf(Operation operation) {
        return switch (operation) {
            case CREATE -> EnumSet.of(CREATE_COMMIT, CONVERGENCE_COMMIT, INTENT_WRITE, PROCESS_START, PROCESS_RECORD);
            case SCALE_OUT ->
                EnumSet.of(UPDATE_COMMIT, CONVERGENCE_COMMIT, INTENT_WRITE, PROCESS_START, PROCESS_RECORD);
            case SCALE_IN -> EnumSet.of(UPDATE_COMMIT, CONVERGENCE_COMMIT, INTENT_WRITE, PROCESS_STOP, INTENT_DELETE);
            case DELETE -> EnumSet.of(DELETE_COMMIT, INTENT_WRITE, PROCESS_STOP, INTENT_DELETE, FORGET_COMMIT);
            case METER -> EnumSet.of(METER_COMMIT);
            case FAIL -> EnumSet.of(FAILURE_COMMIT, PROCESS_STOP, INTENT_DELETE);
        };
    }
}
