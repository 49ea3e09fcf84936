package ai.radium.kit.testing;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.life.KafkaFile;
import ai.radium.kit.tracing.TraceHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Stands in for the other services: writes their events and reads ours, on topics whose names begin with a prefix. */
public final class TestTopics implements AutoCloseable {
    private final String kafka;
    private final String prefix;
    private final KafkaProducer<String, byte[]> producer;

    public TestTopics(String kafka, String prefix) {
        this.kafka = kafka;
        this.prefix = prefix;
        this.producer = new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer());
    }

    /** Returns when the broker has it. */
    public void send(Event event) {
        send(Ids.ulid(), event);
    }

    public void send(String id, Event event) {
        send(Topic.of(event.getClass()), event.eventKey(), id, EventJson.type(event), EventJson.write(event));
    }

    /** As part of a trace. */
    public void sendTraced(String traceparent, Event event) {
        ProducerRecord<String, byte[]> record = record(
                Topic.of(event.getClass()),
                event.eventKey(),
                Ids.ulid(),
                EventJson.type(event),
                EventJson.write(event));
        record.headers().add(TraceHeaders.TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        send(record);
    }

    public void send(Topic topic, String key, String id, String type, byte[] value) {
        send(record(topic, key, id, type, value));
    }

    private ProducerRecord<String, byte[]> record(Topic topic, String key, String id, String type, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(prefix + topic.topicName(), key, value);
        Map.of(
                        "ce_id",
                        id,
                        "ce_type",
                        type,
                        "ce_source",
                        "test",
                        "ce_time",
                        "2026-11-25T10:00:00Z",
                        "ce_specversion",
                        "1.0")
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that was written to the topic for the key so far. */
    public List<Event> published(Topic topic, String key) {
        List<Event> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records(prefix + topic.topicName())) {
            if (key.equals(record.key())) {
                String type = new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
                events.add(EventJson.read(topic, type, record.value()).orElseThrow());
            }
        }
        return events;
    }

    /** The places in traces of what was written to the topic for the key so far, where it has one. */
    public List<String> traceparents(Topic topic, String key) {
        return records(prefix + topic.topicName()).stream()
                .filter(record -> key.equals(record.key()))
                .map(record -> record.headers().lastHeader(TraceHeaders.TRACEPARENT))
                .filter(Objects::nonNull)
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** What a consumer gave up, from the queue of this name behind the topic's: {@code billing.dlq}. */
    public List<ConsumerRecord<String, byte[]>> deadLetters(Topic topic, String queue) {
        return records(prefix + topic.topicName() + "." + queue);
    }

    private List<ConsumerRecord<String, byte[]>> records(String topic) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(each -> consumer.position(each) < Objects.requireNonNull(ends.get(each)))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found;
        }
    }

    /** With the credentials of the service that is tested, where Kafka asks for any. */
    private Map<String, Object> client() {
        Map<String, Object> settings = new HashMap<>();
        ConfigProvider.getConfig()
                .getOptionalValue("radium.kafka.config", String.class)
                .ifPresent(file -> settings.putAll(KafkaFile.settings(Path.of(file))));
        settings.put("bootstrap.servers", kafka);
        return settings;
    }

    @Override
    public void close() {
        producer.close();
    }
}
