package ai.radium.gateway.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Address and credentials of Kafka.
 *
 * @param bootstrap servers, for example {@code 127.0.0.1:19092}
 * @param settings of Kafka clients, such as {@code sasl.jaas.config}; hold secrets
 */
public record KafkaAccess(String bootstrap, Map<String, String> settings) {
    public KafkaAccess {
        settings = Map.copyOf(settings);
    }

    public static KafkaAccess open(String bootstrap) {
        return new KafkaAccess(bootstrap, Map.of());
    }

    /**
     * @param file of client settings in Java's properties format, as Kafka's own tools take it
     * @throws IllegalArgumentException when it cannot be read
     */
    public static KafkaAccess of(String bootstrap, Path file) {
        var properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("RADIUM_KAFKA_CONFIG cannot be read: " + file, e);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return new KafkaAccess(bootstrap, settings);
    }

    /** These settings of one client with address and credentials. */
    public Map<String, Object> with(Map<String, Object> client) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(client);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        return all;
    }

    @Override
    public String toString() {
        return bootstrap;
    }
}
