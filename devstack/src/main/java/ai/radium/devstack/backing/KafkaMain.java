package ai.radium.devstack.backing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.radium.contracts.Topic;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.TopicExistsException;

/** The broker's process: formats its storage the first time, runs Kafka, makes the topics and rights, then a marker. */
final class KafkaMain {
    /** The protocol of the listener for clients. */
    static final String LISTENER = "CLIENTS://";

    private static final int PARTITIONS = 6;

    private KafkaMain() {}

    public static void main(String[] arguments) throws IOException {
        Path settings = Path.of(arguments[0]);
        Properties properties = read(settings);
        if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
            String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", settings.toString()};
            if (StorageTool.execute(format, new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8))
                    != 0) {
                throw new IllegalStateException("Kafka's storage cannot be formatted");
            }
        }
        Properties administrator = read(Path.of(arguments[1]));
        administrator.put(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                properties.getProperty("advertised.listeners").replace(LISTENER, ""));
        Properties rights = read(Path.of(arguments[2]));
        Thread.ofPlatform().name("topics").daemon().start(() -> provide(administrator, rights, Path.of(arguments[3])));
        kafka.Kafka.main(new String[] {settings.toString()});
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static void provide(Properties administrator, Properties rights, Path marker) {
        administrator.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 50);
        administrator.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 100);
        administrator.put(AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, 50);
        List<NewTopic> topics = Arrays.stream(Topic.values())
                .map(topic -> new NewTopic(topic.topicName(), PARTITIONS, (short) 1)
                        .configs(Map.of("cleanup.policy", topic.compacted() ? "compact" : "delete")))
                .toList();
        try (Admin admin = Admin.create(administrator)) {
            for (var result : admin.createTopics(topics).values().values()) {
                awaitCreated(result);
            }
            if (!rights.isEmpty()) {
                grant(admin, KafkaRights.of(rights));
            }
            Files.writeString(marker, Long.toString(ProcessHandle.current().pid()));
        } catch (ExecutionException | IOException e) {
            throw new IllegalStateException("Kafka's topics cannot be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the broker holds to them, which is a moment after the controller has noted them. */
    private static void grant(Admin admin, List<AclBinding> rights) throws ExecutionException, InterruptedException {
        admin.createAcls(rights).all().get();
        boolean areKnown = false;
        while (!areKnown) {
            areKnown = Set.copyOf(
                            admin.describeAcls(AclBindingFilter.ANY).values().get())
                    .containsAll(rights);
        }
    }

    private static void awaitCreated(org.apache.kafka.common.KafkaFuture<Void> result)
            throws ExecutionException, InterruptedException {
        try {
            result.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
