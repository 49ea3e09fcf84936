package ai.radium.kit.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessSettingsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @Test
    void handsTheFileOfKafkaSettingsToEveryClientOfTheProcess() throws IOException {
        Path file = Files.writeString(folder.resolve("kafka.properties"), """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=SCRAM-SHA-256
                sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="a" password="b";
                """);

        SmallRyeConfig config = config(Map.of("RADIUM_KAFKA_CONFIG", file.toString()));

        assertThat(config.getConfigValue("kafka.security.protocol").getRawValue())
                .isEqualTo("SASL_PLAINTEXT");
        assertThat(config.getConfigValue("kafka.sasl.jaas.config").getRawValue())
                .endsWith("username=\"a\" password=\"b\";");
        assertThat(config.getPropertyNames()).contains("kafka.sasl.mechanism");
    }

    @Test
    void doesNotStartWithoutTheFileThatIsNamed() {
        assertThatThrownBy(() -> config(Map.of("RADIUM_KAFKA_CONFIG", "/nothing/here.properties")))
                .hasMessageContaining("RADIUM_KAFKA_CONFIG");
    }

    @ParameterizedTest
    @CsvSource({"30,10S", "600,10S", "12,7S", "6,1S"})
    void leavesFiveSecondsOfTheStopBudget(String budget, String drain) {
        assertThat(config(Map.of("RADIUM_STOP_SECONDS", budget))
                        .getConfigValue("quarkus.shutdown.timeout")
                        .getRawValue())
                .isEqualTo(drain);
    }

    @Test
    void drainsForTenSecondsUnlessTold() {
        assertThat(config(Map.of()).getConfigValue("quarkus.shutdown.timeout").getRawValue())
                .isEqualTo("10S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0", "-1", "soon", "1.5", "99999999999"})
    void refusesABudgetThatIsNone(String budget) {
        assertThatThrownBy(() -> config(Map.of("RADIUM_STOP_SECONDS", budget)))
                .hasMessageContaining("RADIUM_STOP_SECONDS");
    }

    private static SmallRyeConfig config(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withSources(new io.smallrye.config.EnvConfigSource(environment, 300))
                .withSources(new ProcessSettings())
                .build();
    }
}
