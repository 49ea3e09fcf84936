package ai.radium.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // set by each test
class GracefulStopTest {
    private static final GracefulStop SOON = GracefulStop.within(Duration.ofMillis(300));
    private static final GracefulStop PATIENT = GracefulStop.within(Duration.ofSeconds(30));

    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    @Test
    void letsAProcessEndByItself() throws IOException, InterruptedException {
        ProcessIdentity identity = start("trap 'exit 7' TERM; echo; while :; do sleep 0.05; done");

        assertThat(PATIENT.stop(identity)).isTrue();
        assertThat(process.waitFor()).isEqualTo(7);
    }

    @Test
    void sendsTheSignalThatIsWanted() throws IOException, InterruptedException {
        ProcessIdentity identity = start("trap 'exit 8' INT; trap '' TERM; echo; while :; do sleep 0.05; done");

        assertThat(new GracefulStop(GracefulStop.Signal.INT, Duration.ofSeconds(30)).stop(identity))
                .isTrue();
        assertThat(process.waitFor()).isEqualTo(8);
    }

    @Test
    void killsOneThatIgnoresItWhenTheBudgetIsOver() throws IOException {
        ProcessIdentity identity = start("trap '' TERM; echo; while :; do sleep 600; done");

        assertThat(SOON.stop(identity)).isFalse();
        assertThat(identity.isAlive()).isFalse();
    }

    @Test
    void killsOneThatIsStopped() throws IOException, InterruptedException {
        ProcessIdentity identity = start("echo; while :; do sleep 600; done");
        new ProcessBuilder("kill", "-STOP", Long.toString(identity.pid()))
                .start()
                .waitFor();

        assertThat(SOON.stop(identity)).isFalse();
        assertThat(identity.isAlive()).isFalse();
    }

    @Test
    void leavesItsChildrenAloneUnlessTheTreeIsMeant() throws IOException {
        ProcessIdentity identity = start("sh -c 'trap \"\" TERM; sleep 600; true' & echo; wait");
        List<ProcessIdentity> children = children(identity);

        assertThat(PATIENT.stop(identity)).isTrue();
        assertThat(children).allMatch(ProcessIdentity::isAlive);
        children.forEach(GracefulStop::kill);
    }

    @Test
    void killsWhatIsLeftOfTheTree() throws IOException {
        ProcessIdentity identity = start("sh -c 'trap \"\" TERM; sleep 600; true' & echo; wait");
        List<ProcessIdentity> children = children(identity);

        assertThat(PATIENT.stopTree(identity)).isTrue();
        assertThat(children).noneMatch(ProcessIdentity::isAlive);
    }

    @Test
    void leavesAnotherProcessOfThatPidAlone() throws IOException {
        ProcessIdentity identity = start("echo; while :; do sleep 600; done");

        assertThat(SOON.stopTree(new ProcessIdentity(identity.pid(), identity.startTicks() + 1, identity.bootId())))
                .isTrue();
        assertThat(identity.isAlive()).isTrue();
    }

    /**
     * Returns once the script has said its first line, and with that set its traps: which it can of no signal that is ignored
     * when it starts, as SIGINT is in what a script runs in the background.
     */
    private ProcessIdentity start(String script) throws IOException {
        process = ProcessLaunch.of(List.of("env", "--default-signal=INT", "sh", "-c", script))
                .start();
        assertThat(process.getInputStream().read()).isEqualTo('\n');
        return ProcessIdentity.of(process.pid()).orElseThrow();
    }

    private static List<ProcessIdentity> children(ProcessIdentity identity) {
        await().until(() -> ProcessTable.descendants(identity).size() == 2);
        return ProcessTable.descendants(identity);
    }
}
