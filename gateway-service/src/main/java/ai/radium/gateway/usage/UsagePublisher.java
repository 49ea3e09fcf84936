package ai.radium.gateway.usage;

import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.ids.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the spool to Kafka on a thread of its own; a segment goes when all of it is acknowledged. */
public final class UsagePublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsagePublisher.class);
    private static final int MOST_RECORDS = 500;
    private static final Duration IDLE = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration BETWEEN_FORCES = Duration.ofSeconds(1);

    private final Spool spool;
    private final KafkaProducer<String, byte[]> producer;
    private final Thread thread;
    private volatile boolean closed;
    private boolean failing;

    public UsagePublisher(Spool spool, String kafka) {
        this.spool = spool;
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "gateway-usage",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        2_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        3_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                        300,
                        ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG,
                        500,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        2_000,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        16L * 1024 * 1024),
                new StringSerializer(),
                new ByteArraySerializer());
        thread = Thread.ofPlatform().name("usage-publisher").daemon().start(this::run);
    }

    private void run() {
        long nextForce = System.nanoTime() + BETWEEN_FORCES.toNanos();
        while (!closed) {
            if (System.nanoTime() - nextForce >= 0) {
                spool.segments().forEach(Segment::force);
                nextForce = System.nanoTime() + BETWEEN_FORCES.toNanos();
            }
            try {
                if (publishAll() == 0) {
                    LockSupport.parkNanos(IDLE.toNanos());
                }
                failing = false;
            } catch (KafkaException | ExecutionException | IOException e) {
                failed(e);
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void failed(Exception cause) {
        if (!failing) {
            LOG.atWarn().addKeyValue("cause", cause.toString()).log("usage waits in the spool");
        }
        failing = true;
    }

    private int publishAll() throws ExecutionException, InterruptedException, IOException {
        int published = 0;
        for (Segment segment : spool.segments()) {
            List<SpooledRecord> records = segment.next(MOST_RECORDS);
            if (!records.isEmpty()) {
                publish(records);
                segment.acknowledge();
                published += records.size();
            } else if (segment.isDone()) {
                spool.remove(segment);
            }
        }
        return published;
    }

    private void publish(List<SpooledRecord> records) throws ExecutionException, InterruptedException {
        Map<String, List<UsageRecord>> byAccount = new LinkedHashMap<>();
        for (SpooledRecord record : records) {
            byAccount
                    .computeIfAbsent(record.account(), account -> new ArrayList<>())
                    .add(record.usage());
        }
        List<Future<?>> sent = new ArrayList<>();
        byAccount.forEach((account, usages) -> sent.add(producer.send(message(new UsageRecorded(account, usages)))));
        for (Future<?> acknowledgement : sent) {
            acknowledgement.get();
        }
    }

    private static ProducerRecord<String, byte[]> message(UsageRecorded event) {
        var message = new ProducerRecord<>(Topic.USAGE_RECORDED.topicName(), event.eventKey(), EventJson.write(event));
        header(message, "ce_specversion", "1.0");
        header(message, "ce_id", Ids.ulid());
        header(message, "ce_type", EventJson.type(event));
        header(message, "ce_source", "gateway-service");
        header(message, "ce_time", Instant.now().toString());
        header(message, "content-type", "application/json");
        return message;
    }

    private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spool.segments().forEach(Segment::force);
        producer.close(Duration.ofSeconds(1));
    }
}
