package ai.radium.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProcessTableTest {
    @Test
    void findsAProcessByWhatIsInItsEnvironmentAndTheLeaderAmongItsChildren() throws IOException, InterruptedException {
        String name = UUID.randomUUID().toString();
        Process leader = ProcessLaunch.of(List.of("sh", "-c", "sleep 600 & echo; wait"))
                .with(Map.of("RADIUM_TEST_PROCESS", name))
                .inNewGroup()
                .start();
        try {
            String entry = "RADIUM_TEST_PROCESS=" + name;
            assertThat(leader.getInputStream().read())
                    .as("what it says once its child is there")
                    .isEqualTo('\n');
            ProcessIdentity identity = ProcessIdentity.of(leader.pid()).orElseThrow();

            assertThat(ProcessTable.withEnvironment(entry))
                    .hasSize(2)
                    .contains(identity)
                    .containsAll(ProcessTable.descendants(identity));
            assertThat(ProcessTable.leaderWithEnvironment(entry)).contains(identity);
            assertThat(ProcessTable.withEnvironment("RADIUM_TEST_PROCESS=" + name.substring(1)))
                    .isEmpty();
        } finally {
            GracefulStop.within(java.time.Duration.ZERO)
                    .stopTree(ProcessIdentity.of(leader.pid()).orElseThrow());
            leader.waitFor();
        }
    }
}
