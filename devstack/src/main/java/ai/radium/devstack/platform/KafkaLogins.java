package ai.radium.devstack.platform;

import ai.radium.contracts.Topic;
import ai.radium.devstack.backing.KafkaAccess;
import ai.radium.devstack.backing.KafkaUser;
import ai.radium.devstack.supervisor.Secrets;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** Every process that uses Kafka has a login of its own, and may write only the topics whose facts it owns. */
final class KafkaLogins {
    private static final String BROKER = "broker";

    private final Secrets secrets;

    KafkaLogins(Secrets secrets) {
        this.secrets = secrets;
    }

    KafkaAccess access() {
        return new KafkaAccess.ByPassword(
                user(BROKER),
                Stream.of(
                                "gateway-service",
                                "account-service",
                                "model-service",
                                "deployment-service",
                                "billing-service",
                                "analytics-service",
                                "finetune-service")
                        .map(this::user)
                        .toList());
    }

    /** A client's settings of the broker's own login, which may do everything. */
    Properties ofBroker() {
        Properties settings = new Properties();
        try {
            settings.load(new StringReader(user(BROKER).clientSettings()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text is read
        }
        return settings;
    }

    /** The file with a process's settings of its Kafka clients. */
    String settingsFile(String service) {
        return secrets.settingsFile(
                        "kafka-%s.properties".formatted(service), user(service).clientSettings())
                .toString();
    }

    private KafkaUser user(String name) {
        List<Topic> writes = Arrays.stream(Topic.values())
                .filter(topic -> topic.writer().equals(name))
                .toList();
        return new KafkaUser(name, secrets.password("kafka-" + name), writes);
    }
}
