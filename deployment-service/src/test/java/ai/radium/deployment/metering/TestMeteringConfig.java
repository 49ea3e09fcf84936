package ai.radium.deployment.metering;

import java.time.Duration;

record TestMeteringConfig(Duration every, Duration longestUnseen) implements MeteringConfig {
    static final TestMeteringConfig DEFAULT = new TestMeteringConfig(Duration.ofMinutes(5), Duration.ofSeconds(10));
}
