package ai.radium.devstack.deadletters;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** A record that a consumer gave up, as it stands in that consumer's queue. */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record) {
    /** What the consumer adds to a record's own headers. */
    private static final String ADDED = "dead-letter-";

    /** {@code QUEUE/PARTITION/OFFSET}. */
    public String id() {
        return "%s/%d/%d".formatted(queue(), record.partition(), record.offset());
    }

    public String queue() {
        return record.topic();
    }

    /** When it was given up. */
    public Instant time() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    public String event() {
        return header("ce_type").orElse("?");
    }

    public String reason() {
        return header(ADDED + "reason")
                .orElse("no reason told")
                .lines()
                .findFirst()
                .orElse("");
    }

    /** Where it came from; empty when its consumer did not say. */
    public Optional<String> topic() {
        return header(ADDED + "topic");
    }

    public String value() {
        return record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8);
    }

    /** Each with its name. */
    public List<String> headers() {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map(header -> header.key() + ": " + text(header))
                .toList();
    }

    /** The record as it first was. */
    ProducerRecord<byte[], byte[]> toTopic(String topic) {
        List<Header> own = StreamSupport.stream(record.headers().spliterator(), false)
                .filter(header -> !header.key().startsWith(ADDED))
                .toList();
        return new ProducerRecord<>(topic, null, record.key(), record.value(), own);
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(record.headers().lastHeader(name)).map(DeadLetter::text);
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
