package ai.radium.devstack.platform;

import ai.radium.devstack.process.Installation;
import ai.radium.devstack.process.Ports;
import ai.radium.devstack.process.PrivateFile;
import ai.radium.devstack.process.StackFailure;
import ai.radium.devstack.supervisor.SupervisionRules;
import ai.radium.process.LogRotation;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What a person can set: the home folder by {@code RADIUM_HOME}, and ports by {@code RADIUM_PORT_<NAME>} or by
 * {@code port.<name>=} in the home's {@code radium.properties}.
 */
public final class Settings {
    private final Path home;
    private final Map<String, String> environment;
    private final Properties file = new Properties();

    Settings(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
        Path properties = home.resolve("radium.properties");
        if (Files.exists(properties)) {
            try (Reader reader = Files.newBufferedReader(properties)) {
                file.load(reader);
            } catch (IOException e) {
                throw new StackFailure("%s cannot be read: %s".formatted(properties, e.getMessage()), e);
            }
        }
    }

    public static Settings ofThisProcess() {
        return of(home());
    }

    static Settings of(Path home) {
        return new Settings(home, System.getenv());
    }

    /** {@code RADIUM_HOME}, else {@code .radium} in the working tree. */
    public static Path home() {
        String named = System.getenv("RADIUM_HOME");
        return named == null || named.isBlank()
                ? Installation.here().resolve(".radium")
                : Path.of(named).toAbsolutePath().normalize();
    }

    public Path path(String below) {
        return home.resolve(below);
    }

    /** The port of this name. */
    public int port(String name, int standard) {
        String variable = "RADIUM_PORT_" + Ports.variable(name);
        String text = environment.getOrDefault(variable, file.getProperty("port." + name, ""));
        if (text.isBlank()) {
            return standard;
        }
        try {
            int port = Integer.parseInt(text.strip());
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new StackFailure("%s is no port: '%s'".formatted(variable, text), e);
        }
        throw new StackFailure("%s is no port: '%s'".formatted(variable, text));
    }

    /** Whether the trial switches are on: the documentation's literal keys and the models' stand-ins. */
    public boolean isDemo() {
        return Files.exists(demoMarker());
    }

    public void switchDemoOn() {
        PrivateFile.write(demoMarker(), "The switches of ./radium demo are on. Delete this file to turn them off.\n");
    }

    /** What every part is told of traces, as OpenTelemetry names it: a part whose settings change is started again. */
    Map<String, String> tracing() {
        return environment.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("OTEL_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** {@code RADIUM_STOP_SECONDS}, {@code RADIUM_HEALTH_…} and {@code RADIUM_LOG_…}. */
    SupervisionRules supervision() {
        SupervisionRules standard = SupervisionRules.STANDARD;
        return new SupervisionRules(
                seconds("RADIUM_HEALTH_SECONDS", standard.lookEvery()),
                number("RADIUM_HEALTH_FAILURES", standard.failures()),
                seconds("RADIUM_STOP_SECONDS", standard.stopBudget()),
                new LogRotation(
                        (long) number("RADIUM_LOG_MIB", (int) (standard.logs().fullBytes() >> 20)) << 20,
                        number("RADIUM_LOG_COPIES", standard.logs().copies()),
                        Duration.ofDays(number("RADIUM_LOG_DAYS", (int)
                                standard.logs().longest().toDays()))));
    }

    private Duration seconds(String variable, Duration standard) {
        return Duration.ofSeconds(number(variable, (int) standard.toSeconds()));
    }

    private int number(String variable, int standard) {
        String text = environment.getOrDefault(variable, "").strip();
        if (text.isEmpty()) {
            return standard;
        }
        if (!text.matches("[1-9][0-9]{0,2}")) {
            throw new StackFailure("%s is to be a number from 1 to 999: '%s'".formatted(variable, text));
        }
        return Integer.parseInt(text);
    }

    private Path demoMarker() {
        return home.resolve("demo-switches");
    }
}
