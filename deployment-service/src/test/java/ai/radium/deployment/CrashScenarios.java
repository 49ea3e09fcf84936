package ai.radium.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.deployment.runtime.CrashPoint;
import io.restassured.response.Response;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Kills the packaged service before and after every commit, file, process and API call of create, scale and delete,
 * starts it again and looks for what is missing or left behind.
 */
abstract class CrashScenarios {
    /** With the long tests every operation is killed at every point that it passes, else each point is met by one operation. */
    private static final boolean EVERY_KILL = "none".equals(System.getProperty("excluded.long.tests"));

    /** The service, started. */
    protected abstract ServiceUnderFire service();

    /** What this runtime does and the other does not. */
    protected abstract Set<CrashPoint> ownPoints();

    /** The points that an operation passes. */
    protected abstract Set<CrashPoint> pointsOf(Operation operation);

    /** With what a deployment of the broken model cannot come to run here. */
    protected abstract Map<String, Object> hopeless();

    /** What customers do, and what happens to them. */
    enum Operation {
        CREATE,
        SCALE_OUT,
        SCALE_IN,
        DELETE,
        FAIL,
        METER
    }

    private Operation firstWith(CrashPoint point) {
        return Stream.of(Operation.values())
                .filter(operation -> pointsOf(operation).contains(point))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyPointOfThisRuntimeIsPassedByAnOperation() {
        Set<CrashPoint> passed = EnumSet.noneOf(CrashPoint.class);
        Stream.of(Operation.values()).map(this::pointsOf).forEach(passed::addAll);

        assertThat(passed).containsAll(ownPoints());
        assertThat(passed)
                .contains(
                        CrashPoint.CREATE_COMMIT,
                        CrashPoint.UPDATE_COMMIT,
                        CrashPoint.DELETE_COMMIT,
                        CrashPoint.CONVERGENCE_COMMIT,
                        CrashPoint.FAILURE_COMMIT,
                        CrashPoint.FORGET_COMMIT,
                        CrashPoint.METER_COMMIT);
    }

    @TestFactory
    Stream<DynamicTest> aKillDuringCreateLeavesNothingBehind() {
        return killedAt(Operation.CREATE, point -> {
            service().arm(point);
            service().tryToCreate(point);
            service().awaitKillAndRestart();

            Response reply = service().createAgain(point);
            assertThat(reply.statusCode()).as(reply.asString()).isEqualTo(201);
            String id = reply.path("data.id");
            assertThat(service().created(point)).isEqualTo(id);
            assertThat(service().createAgain(point).asString()).isEqualTo(reply.asString());
            service().awaitReplicas(id, 1);
            service().awaitTold(id, "deployment.create", 1);
            service().deleteAndAwaitNothing(id);
        });
    }

    @TestFactory
    Stream<DynamicTest> aKillDuringScaleOutLeavesNothingBehind() {
        return killedAt(Operation.SCALE_OUT, point -> scale(point, 1, 2));
    }

    @TestFactory
    Stream<DynamicTest> aKillDuringScaleInLeavesNothingBehind() {
        return killedAt(Operation.SCALE_IN, point -> scale(point, 2, 1));
    }

    @TestFactory
    Stream<DynamicTest> aKillDuringDeleteLeavesNothingBehind() {
        return killedAt(Operation.DELETE, point -> {
            String id = service().created(point);
            service().awaitReplicas(id, 1);
            service().arm(point);
            service().tryToDelete(id);
            service().awaitKillAndRestart();

            service().deleteAndAwaitNothing(id);
            service().awaitTold(id, "deployment.delete", 1);
        });
    }

    @TestFactory
    Stream<DynamicTest> aKillDuringAFailureLeavesNothingHeld() {
        return killedAt(Operation.FAIL, point -> {
            service().arm(point);
            service().tryToCreateInVain(point, hopeless());
            service().awaitKillAndRestart();

            String id = service().created(point);
            service().awaitFailure(id);
            service().deleteAndAwaitNothing(id);
        });
    }

    @TestFactory
    Stream<DynamicTest> aKillDuringMeteringLosesNoSecondAndTellsNoneTwice() {
        return killedAt(Operation.METER, point -> {
            String id = service().created(point);
            service().awaitReplicas(id, 1);
            service().arm(point);
            service().awaitKillAndRestart();

            service().awaitUnbrokenTime(id);
            service().deleteAndAwaitNothing(id);
        });
    }

    private void scale(String point, int from, int to) {
        String id = service().created(point);
        service().scale(id, from);
        service().awaitReplicas(id, from);
        service().arm(point);
        service().tryToScale(id, to);
        service().awaitKillAndRestart();

        service().scale(id, to);
        service().awaitReplicas(id, to);
        service().awaitTold(id, "deployment.update", from == 1 ? 1 : 2);
        service().deleteAndAwaitNothing(id);
    }

    private Stream<DynamicTest> killedAt(Operation operation, Consumer<String> scenario) {
        return pointsOf(operation).stream()
                .filter(point -> EVERY_KILL || firstWith(point) == operation)
                .flatMap(CrashPoint::bothSides)
                .map(point -> DynamicTest.dynamicTest(point, () -> scenario.accept(point)));
    }
}
