package ai.radium.kit.life;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The file of Kafka client settings, credentials among them, that {@code RADIUM_KAFKA_CONFIG} names. */
public final class KafkaFile {
    private KafkaFile() {}

    /** @throws UncheckedIOException when the file cannot be read: the process must not start without its credentials */
    public static Map<String, String> settings(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("RADIUM_KAFKA_CONFIG names a file that cannot be read: " + file, e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }
}
