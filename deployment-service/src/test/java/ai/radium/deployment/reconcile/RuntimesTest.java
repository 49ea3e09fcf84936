package ai.radium.deployment.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.deployment.wakeup.Wakeups;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimesTest {
    private static final Map<String, String> KUBERNETES = Map.of("radium.deployment.runtime", "kubernetes");

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path directory;

    @Test
    void refusesPodsThatTakeCallsFromAnybody() {
        assertThatThrownBy(() -> new Runtimes().runtime(config(KUBERNETES), Optional.empty(), CLOCK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("radium.worker.secret-file");
    }

    @Test
    void refusesAnEmptySecretAndOneThatIsNotThere() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), " \n");

        assertThatThrownBy(() -> new Runtimes().runtime(config(Map.of()), Optional.of(empty), CLOCK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("radium.worker.secret-file");
        assertThatThrownBy(
                        () -> new Runtimes().runtime(config(Map.of()), Optional.of(directory.resolve("absent")), CLOCK))
                .hasMessageContaining("radium.worker.secret-file");
    }

    @Test
    void givesWorkersTheStopBudgetThatAllPartsShare() {
        ReconcileConfig shared = config(Map.of("radium.stop-seconds", "45"));

        assertThat(shared.local().stopTimeout()).isEqualTo(Duration.ofSeconds(45));
        assertThat(shared.kubernetes().stopTimeout()).isEqualTo(Duration.ofSeconds(45));
        assertThat(config(Map.of()).local().stopTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void isNoLongerAliveWhenNoSweepEndsForLong() {
        ReconcilerHealth patient = new ReconcilerHealth(new Wakeups(CLOCK), config(Map.of()), CLOCK);
        ReconcilerHealth impatient =
                new ReconcilerHealth(new Wakeups(CLOCK), config(Map.of("radium.deployment.stuck-after", "1ms")), CLOCK);

        await().untilAsserted(() -> assertThat(impatient.call().getStatus()).isEqualTo(Status.DOWN));
        assertThat(patient.call().getStatus()).isEqualTo(Status.UP);
    }

    private static ReconcileConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withDefaultValues(values)
                .withDefaultValue("user.home", System.getProperty("user.home"))
                .withMapping(ReconcileConfig.class)
                .build()
                .getConfigMapping(ReconcileConfig.class);
    }
}
