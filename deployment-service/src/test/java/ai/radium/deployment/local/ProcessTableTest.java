package ai.radium.deployment.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessTableTest {
    private final ProcessTable.Identity self =
            ProcessTable.identify(ProcessHandle.current().pid()).orElseThrow();

    @Test
    void takesAReusedPidForAnotherProcess() {
        assertThat(ProcessTable.isAlive(self)).isTrue();
        assertThat(ProcessTable.isAlive(new ProcessTable.Identity(self.pid(), self.startTicks() - 1)))
                .isFalse();
    }

    /** A worker's engine inherits the worker's environment, so that alone does not tell which is which. */
    @Test
    void tellsALeaderFromItsChildren() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", "-c", "sleep 30; true");
        builder.environment().put("RADIUM_TEST_MARK", "a b=c");
        Process leader = builder.start();
        try {
            await().until(() ->
                    ProcessTable.allWithEnvironment("RADIUM_TEST_MARK=a b=c").size() == 2);

            assertThat(ProcessTable.leaderWithEnvironment("RADIUM_TEST_MARK=a b=c"))
                    .hasValueSatisfying(found -> assertThat(found.pid()).isEqualTo(leader.pid()));
        } finally {
            leader.descendants().forEach(ProcessHandle::destroyForcibly);
            leader.destroyForcibly();
        }
    }

    @Test
    void takesAProcessForOverThatOnlyItsParentHasNotNoticed() throws IOException {
        Process process = new ProcessBuilder("true").start();

        process.onExit().join();

        assertThat(ProcessTable.identify(process.pid())).isEmpty();
    }
}
