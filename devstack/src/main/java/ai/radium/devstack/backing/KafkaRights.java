package ai.radium.devstack.backing;

import ai.radium.contracts.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The rights of {@link KafkaUser}s as Kafka's access control lists. What is not allowed is refused. */
final class KafkaRights {
    private static final String ALL_TOPICS = "radium.";
    private static final String SERVICE = "-service";

    private KafkaRights() {}

    /** @param writes by user, the topics that it may write, comma-separated */
    static List<AclBinding> of(Properties writes) {
        List<AclBinding> rights = new ArrayList<>();
        for (String user : writes.stringPropertyNames()) {
            rights.add(allowed(user, AclOperation.READ, ResourceType.TOPIC, ALL_TOPICS, PatternType.PREFIXED));
            rights.add(allowed(user, AclOperation.READ, ResourceType.GROUP, user, PatternType.PREFIXED));
            Arrays.stream(writes.getProperty(user).split(",", -1))
                    .filter(topic -> !topic.isEmpty())
                    .map(topic -> allowed(user, AclOperation.WRITE, ResourceType.TOPIC, topic, PatternType.LITERAL))
                    .forEach(rights::add);
            rights.addAll(deadLetters(user));
        }
        return rights;
    }

    /** {@code radium.usage.recorded.v1.billing.dlq} is made by its first letter. */
    private static List<AclBinding> deadLetters(String user) {
        String suffix = "." + user.replace(SERVICE, "") + ".dlq";
        return Arrays.stream(Topic.values())
                .map(topic -> topic.topicName() + suffix)
                .flatMap(topic -> Stream.of(AclOperation.WRITE, AclOperation.CREATE)
                        .map(operation -> allowed(user, operation, ResourceType.TOPIC, topic, PatternType.LITERAL)))
                .toList();
    }

    private static AclBinding allowed(
            String user, AclOperation operation, ResourceType type, String name, PatternType pattern) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }
}
