package ai.radium.kit.outbox;

import ai.radium.kit.tracing.TraceHeaders;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Outbox rows as Kafka records with CloudEvents headers (Kafka protocol binding 1.0, binary mode). */
@ApplicationScoped
class EventProducer {
    private final Map<String, Object> kafka;
    private final String source;
    private final OutboxConfig config;

    /** @param kafka what all clients of this process are told: servers and, where Kafka asks for them, credentials */
    EventProducer(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "quarkus.application.name") String source,
            OutboxConfig config) {
        this.kafka = kafka;
        this.source = source;
        this.config = config;
    }

    /** Acknowledged by all in-sync replicas and in order even when a send is retried. */
    KafkaProducer<String, byte[]> open() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(ProducerConfig.configNames());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, source + "-outbox");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * 1024 * 1024);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    ProducerRecord<String, byte[]> record(OutboxEntry entry) {
        String value = entry.value();
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                prefix() + entry.topic(), entry.key(), value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        header(record, "ce_specversion", "1.0");
        header(record, "ce_id", entry.id());
        header(record, "ce_type", entry.type());
        header(record, "ce_source", source);
        header(record, "ce_time", entry.createdAt().toString());
        header(record, "content-type", "application/json");
        if (entry.requestId() != null) {
            header(record, "ce_requestid", entry.requestId());
        }
        if (entry.traceparent() != null) {
            header(record, TraceHeaders.TRACEPARENT, entry.traceparent());
        }
        return record;
    }

    private String prefix() {
        return config.topicPrefix().equals("-") ? "" : config.topicPrefix();
    }

    private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
