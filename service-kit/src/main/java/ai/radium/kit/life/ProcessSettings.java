package ai.radium.kit.life;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What every process of the platform is told by its environment, in the words of Quarkus: {@code RADIUM_KAFKA_CONFIG}
 * and {@code RADIUM_STOP_SECONDS}.
 */
public final class ProcessSettings implements ConfigSourceFactory {
    /** Above the kit's own defaults, below a service's application.properties (250) and the environment (300). */
    private static final int ORDINAL = 240;

    private static final Duration STOP_BUDGET = Duration.ofSeconds(30);

    /** Before the end of the budget, so that what is left to close has its time. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(10);

    /** Quarkus refuses an illegal target before any filter, by a bare 400; {@code problem.HttpRules} says what is wrong. */
    private static final String NO_BARE_REFUSAL = "vertx.disableURIValidation";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        System.setProperty(NO_BARE_REFUSAL, "true"); // read when Quarkus' server is loaded, after its configuration
        Map<String, String> settings = new HashMap<>();
        given(context, "radium.kafka.config")
                .map(Path::of)
                .map(KafkaFile::settings)
                .ifPresent(kafka -> kafka.forEach((name, value) -> settings.put("kafka." + name, value)));
        Duration drain = drain(given(context, "radium.stop.seconds"));
        settings.put("quarkus.shutdown.timeout", drain.toSeconds() + "S");
        return List.of(new PropertiesConfigSource(settings, "Radium's process settings", ORDINAL));
    }

    /**
     * How long a stop waits for the requests that run.
     *
     * @throws IllegalArgumentException when the budget is no number of seconds from 6 on
     */
    static Duration drain(Optional<String> stopSeconds) {
        Duration budget = stopSeconds.map(ProcessSettings::seconds).orElse(STOP_BUDGET);
        Duration left = budget.minus(RESERVE);
        return left.compareTo(LONGEST_DRAIN) < 0 ? left : LONGEST_DRAIN;
    }

    private static Duration seconds(String text) {
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) <= RESERVE.toSeconds()) {
            throw new IllegalArgumentException("RADIUM_STOP_SECONDS must be a whole number of seconds of at least "
                    + (RESERVE.toSeconds() + 1) + ": " + text);
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private static Optional<String> given(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null || value.getValue().isBlank()
                ? Optional.empty()
                : Optional.of(value.getValue());
    }
}
