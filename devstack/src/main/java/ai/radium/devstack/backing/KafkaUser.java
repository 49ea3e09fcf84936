package ai.radium.devstack.backing;

import ai.radium.contracts.Topic;
import java.util.List;

/**
 * One process's login at Kafka. It may read every topic of {@code contracts}, in consumer groups whose names begin with its
 * own, and write only these topics and its own dead letters.
 */
public record KafkaUser(String name, String password, List<Topic> writes) {
    public KafkaUser {
        writes = List.copyOf(writes);
    }

    /** A client's settings, in the form of a properties file. */
    public String clientSettings() {
        return """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=%s;
                """.formatted(login());
    }

    String login() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\""
                .formatted(name, password);
    }

    @Override
    public String toString() {
        return name;
    }
}
