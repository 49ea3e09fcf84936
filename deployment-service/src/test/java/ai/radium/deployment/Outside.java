package ai.radium.deployment;

import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.FineTuned;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.deployment.local.StandInWorker;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.TestEdge;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Everything around deployment-service: the edge that calls it, the services that write events, the machine. */
record Outside(TestEdge edge, Map<String, String> settings) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String authorization(String account) {
        return edge.developerOf(account, "deployment-service");
    }

    /** Of an owner whose account may not spend. */
    String suspended(String account) {
        return edge.bearer(new Caller(account, "owner", Role.OWNER, Set.of(), null, true), "deployment-service");
    }

    /** A model of which this machine has weights. */
    ModelChanged model(String id, Gpu gpu) {
        return model(id, gpu, new Weights(weights().toUri().toString(), "00", "gguf", "MIT"));
    }

    ModelChanged model(String id, Gpu gpu, @Nullable Weights weights) {
        return model(id, gpu, weights, null);
    }

    /**
     * A model made of another, with the weights of that.
     *
     * @param isThere false once its account has deleted it
     */
    ModelChanged fineTuned(ModelChanged base, String id, FineTuned made, boolean isThere) {
        return new ModelChanged(
                id,
                List.of(),
                "Fine-tuned",
                base.provider(),
                base.category(),
                base.contextTokens(),
                isThere,
                null,
                base.weights(),
                base.gpu(),
                base.prices(),
                null,
                base.capabilities(),
                made,
                isThere ? 1 : 2);
    }

    private static ModelChanged model(String id, Gpu gpu, @Nullable Weights weights, @Nullable String servedBy) {
        return new ModelChanged(
                id,
                List.of(id + "-alias"),
                "Model " + id,
                "Radium",
                "chat",
                2_048,
                true,
                servedBy,
                weights,
                gpu,
                List.of(),
                "Describes " + id,
                List.of("chat", "streaming"),
                null,
                1);
    }

    /** Tells the service of its models and waits until it knows them. */
    void knowModels(Customer asking) {
        send(model("small", new Gpu("CPU", 0, 0)));
        send(model("large", new Gpu("H100 80GB", 80, 1)));
        send(model("absent", new Gpu("H100 80GB", 80, 1), null));
        send(model(StandInWorker.BROKEN, new Gpu("CPU", 0, 0)));
        send(model("replaced", new Gpu("H100 80GB", 80, 1), null, "small"));
        send(model("everyones", new Gpu("CPU", 0, 0)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Stream.of("small", "large", "absent", "replaced", StandInWorker.BROKEN)
                        .allMatch(asking::knows));
    }

    void send(Event event) {
        String topic = setting("radium.outbox.topic-prefix")
                + Topic.of(event.getClass()).topicName();
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, event.eventKey(), EventJson.write(event));
        Map.of(
                        "ce_id", Ids.ulid(),
                        "ce_type", EventJson.type(event),
                        "ce_source", "test",
                        "ce_time", "2026-11-25T10:00:00Z",
                        "ce_specversion", "1.0")
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", setting("radium.kafka")),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All values published for the key so far; a tombstone is a JSON null. */
    List<JsonNode> published(Topic topic, String key) {
        String name = setting("radium.outbox.topic-prefix") + topic.topicName();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", setting("radium.kafka")),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(info -> new TopicPartition(name, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<JsonNode> found = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(each -> consumer.position(each) < Objects.requireNonNull(ends.get(each)))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (key.equals(record.key())) {
                        found.add(read(record.value()));
                    }
                }
            }
            return found;
        }
    }

    /** Processes of the deployment's workers. */
    List<ProcessHandle> workers(String deployment) {
        return workersIn(home())
                .filter(worker -> environment(worker).contains("RADIUM_WORKER_DEPLOYMENT=" + deployment))
                .toList();
    }

    /** Every file of the deployment's workers. */
    List<String> files(String deployment) {
        try (Stream<Path> files = Files.list(home())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(deployment))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records of workers that there are. */
    List<String> workerFiles() {
        try (Stream<Path> files = Files.list(home())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void killWorkers() {
        killWorkers(home());
    }

    static void killWorkers(Path home) {
        workersIn(home).forEach(ProcessHandle::destroyForcibly);
    }

    private static Stream<ProcessHandle> workersIn(Path home) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(process -> environment(process).contains("RADIUM_WORKER_USAGE_LOG=" + home));
    }

    private static String environment(ProcessHandle process) {
        try {
            return new String(
                    Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ")),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private Path home() {
        return Path.of(setting("radium.deployment.local.home"));
    }

    private Path weights() {
        return Path.of(setting("radium.deployment.local.models")).resolve("weights.gguf");
    }

    private String setting(String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static JsonNode read(byte[] value) {
        try {
            return value == null ? JSON.nullNode() : JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
