package ai.radium.devstack.backing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whom Kafka serves. */
public sealed interface KafkaAccess {
    /** The part of the broker's settings that says so. */
    Map<String, String> brokerSettings();

    /** How the broker's own process logs in, to make topics and rights. */
    String administratorSettings();

    /** Those who may come in beside the broker. */
    List<KafkaUser> users();

    /** Anybody on this machine, for tests, whose records are worth nothing. */
    record Open() implements KafkaAccess {
        @Override
        public Map<String, String> brokerSettings() {
            return Map.of("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        }

        @Override
        public String administratorSettings() {
            return "";
        }

        @Override
        public List<KafkaUser> users() {
            return List.of();
        }
    }

    /** These users with their passwords, each with its own rights; the broker itself may do everything. */
    record ByPassword(KafkaUser broker, List<KafkaUser> users) implements KafkaAccess {
        public ByPassword {
            users = List.copyOf(users);
        }

        @Override
        public Map<String, String> brokerSettings() {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("listener.security.protocol.map", "CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
            settings.put("sasl.enabled.mechanisms", "PLAIN");
            settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
            settings.put("sasl.mechanism.controller.protocol", "PLAIN");
            settings.put("listener.name.clients.plain.sasl.jaas.config", logins(users));
            settings.put("listener.name.controller.plain.sasl.jaas.config", logins(List.of()));
            settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
            settings.put("super.users", "User:" + broker.name());
            return settings;
        }

        @Override
        public String administratorSettings() {
            return broker.clientSettings();
        }

        private String logins(List<KafkaUser> others) {
            String known = others.stream()
                    .map(user -> " user_%s=\"%s\"".formatted(user.name(), user.password()))
                    .collect(Collectors.joining());
            return "%s user_%s=\"%s\"%s;".formatted(broker.login(), broker.name(), broker.password(), known);
        }
    }
}
