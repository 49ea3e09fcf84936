package ai.radium.devstack.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.devstack.supervisor.SupervisionRules;
import ai.radium.process.LogRotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path home;

    @Test
    void takesAPortFromTheEnvironmentThenTheFileThenTheStandard() throws IOException {
        Files.writeString(home.resolve("radium.properties"), "port.redis=2\nport.kafka=3\n");
        Settings settings = new Settings(home, Map.of("RADIUM_PORT_REDIS", "1"));
        assertThat(settings.port("redis", 9)).isEqualTo(1);
        assertThat(settings.port("kafka", 9)).isEqualTo(3);
        assertThat(settings.port("account-service", 9)).isEqualTo(9);
    }

    @Test
    void refusesWhatIsNoPort() {
        Settings settings = new Settings(home, Map.of("RADIUM_PORT_REDIS", "70000"));
        assertThatThrownBy(() -> settings.port("redis", 9)).hasMessage("RADIUM_PORT_REDIS is no port: '70000'");
    }

    @Test
    void remembersTheSwitchesOfTheDemo() {
        Settings settings = new Settings(home, Map.of());
        assertThat(settings.isDemo()).isFalse();
        settings.switchDemoOn();
        assertThat(new Settings(home, Map.of()).isDemo()).isTrue();
    }

    @Test
    void takesTheBudgetOfAStopFromTheEnvironment() {
        assertThat(new Settings(home, Map.of()).supervision()).isEqualTo(SupervisionRules.STANDARD);
        assertThat(new Settings(home, Map.of("RADIUM_STOP_SECONDS", "7"))
                        .supervision()
                        .stopBudget())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void takesTheBoundsOfLogsFromTheEnvironment() {
        Settings settings =
                new Settings(home, Map.of("RADIUM_LOG_MIB", "5", "RADIUM_LOG_COPIES", "2", "RADIUM_LOG_DAYS", "30"));

        assertThat(settings.supervision().logs()).isEqualTo(new LogRotation(5 << 20, 2, Duration.ofDays(30)));
        assertThat(new Settings(home, Map.of()).supervision().logs()).isEqualTo(LogRotation.STANDARD);
    }

    @Test
    void refusesANumberThatIsNone() {
        Settings settings = new Settings(home, Map.of("RADIUM_HEALTH_SECONDS", "0"));
        assertThatThrownBy(settings::supervision)
                .hasMessage("RADIUM_HEALTH_SECONDS is to be a number from 1 to 999: '0'");
    }
}
