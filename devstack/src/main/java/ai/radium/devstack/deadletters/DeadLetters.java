package ai.radium.devstack.deadletters;

import ai.radium.devstack.process.StackFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The dead letters of a Kafka. Consumers deal with an event once by its id, so that it may be sent again as often as one likes: who has
 * dealt with it leaves it out.
 */
public final class DeadLetters {
    private static final String QUEUE = ".dlq";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String PATIENCE_MILLIS = "10000";

    private final Properties client;

    /** @param client address and login of somebody who may read and write every topic */
    public DeadLetters(Properties client) {
        this.client = client;
        client.putIfAbsent("default.api.timeout.ms", PATIENCE_MILLIS);
        client.putIfAbsent("request.timeout.ms", PATIENCE_MILLIS);
        client.putIfAbsent("max.block.ms", PATIENCE_MILLIS);
    }

    /**
     * All of them, the oldest of each queue's partition first.
     *
     * @param queue the only one to look at; empty = every queue
     */
    public List<DeadLetter> all(String queue) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> topic.getKey().endsWith(QUEUE)
                            && (queue.isEmpty() || topic.getKey().equals(queue)))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(part -> new TopicPartition(part.topic(), part.partition()))
                    .toList();
            return read(consumer, partitions);
        } catch (KafkaException e) {
            throw new StackFailure("Kafka does not answer: " + e.getMessage() + "; ./radium up starts it", e);
        }
    }

    private static List<DeadLetter> read(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<DeadLetter> found = new ArrayList<>();
        while (partitions.stream().anyMatch(part -> consumer.position(part) < ends.getOrDefault(part, 0L))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                found.add(new DeadLetter(record));
            }
        }
        return List.copyOf(found);
    }

    /**
     * Sends them to the topics they came from, key and headers as they were.
     *
     * @throws StackFailure naming the first that does not say where it came from; nothing is sent then
     */
    public void replay(List<DeadLetter> letters) {
        List<ProducerRecord<byte[], byte[]>> records = letters.stream()
                .map(letter -> letter.toTopic(letter.topic()
                        .orElseThrow(() -> new StackFailure(letter.id() + " does not say which topic it came from"))))
                .toList();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var sent : records.stream().map(producer::send).toList()) {
                sent.get();
            }
        } catch (ExecutionException | KafkaException e) {
            throw new StackFailure("not all could be sent again: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted", e);
        }
    }

    /** Deletes them and whatever came before them in their queues. */
    public void forget(List<DeadLetter> letters) {
        Map<TopicPartition, RecordsToDelete> upTo = letters.stream()
                .map(DeadLetter::record)
                .collect(Collectors.toMap(
                        record -> new TopicPartition(record.topic(), record.partition()),
                        record -> RecordsToDelete.beforeOffset(record.offset() + 1),
                        (one, other) -> one.beforeOffset() > other.beforeOffset() ? one : other));
        try (Admin admin = Admin.create(client)) {
            admin.deleteRecords(upTo).all().get();
        } catch (ExecutionException | KafkaException e) {
            throw new StackFailure("they were sent again and could not be deleted: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted", e);
        }
    }
}
