package ai.radium.gateway.usage;

import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.gateway.kafka.KafkaAccess;
import ai.radium.gateway.liveness.SteadyThread;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.tracing.TraceHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the spool to Kafka on a thread of its own; a segment goes when all of it is acknowledged. */
public final class UsagePublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsagePublisher.class);
    private static final int MOST_RECORDS = 500;
    private static final Duration IDLE = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration LAST_ROUND = Duration.ofSeconds(2);
    private static final Duration MOST_LAST_ROUNDS = Duration.ofSeconds(3);
    private static final Duration BETWEEN_FORCES = Duration.ofSeconds(1);

    private final Spool spool;
    private final String gateway;
    private final KafkaProducer<String, byte[]> producer;
    private final SteadyThread thread;
    private final GatewayTime time;
    private long nextForce;
    private boolean failing;

    /** @param gateway name of this process, by which it knows its own usage again */
    public UsagePublisher(Spool spool, String gateway, KafkaAccess kafka, GatewayTime time) {
        this.spool = spool;
        this.gateway = gateway;
        this.time = time;
        nextForce = time.nanos() + BETWEEN_FORCES.toNanos();
        producer = new KafkaProducer<>(
                kafka.with(Map.of(
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
                        16L * 1024 * 1024)),
                new StringSerializer(),
                new ByteArraySerializer());
        thread = SteadyThread.start("usage-publisher", time, this::round);
    }

    private Duration round() throws InterruptedException {
        if (time.nanos() - nextForce >= 0) {
            spool.segments().forEach(Segment::force);
            nextForce = time.nanos() + BETWEEN_FORCES.toNanos();
        }
        try {
            Duration rest = publishAll() == 0 ? IDLE : Duration.ZERO;
            failing = false;
            return rest;
        } catch (KafkaException | ExecutionException | IOException e) {
            failed(e);
            return AFTER_FAILURE;
        }
    }

    /** Whether usage still goes to Kafka, or would. */
    public boolean isLive() {
        return thread.isLive();
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
                publish(records, segment.isInherited() ? null : gateway);
                segment.acknowledge();
                published += records.size();
            } else if (segment.isDone()) {
                spool.remove(segment);
            }
        }
        return published;
    }

    private void publish(List<SpooledRecord> records, @Nullable String maker)
            throws ExecutionException, InterruptedException {
        Map<Together, List<UsageRecord>> messages = new LinkedHashMap<>();
        for (SpooledRecord record : records) {
            messages.computeIfAbsent(new Together(record.account(), record.traceparent()), key -> new ArrayList<>())
                    .add(record.usage());
        }
        List<Future<?>> sent = new ArrayList<>();
        messages.forEach((key, usages) ->
                sent.add(producer.send(message(new UsageRecorded(key.account(), usages, maker), key.traceparent()))));
        for (Future<?> acknowledgement : sent) {
            acknowledgement.get();
        }
    }

    /** Records that go in one message: those of a trace that is recorded are apart, since its header is the message's. */
    private record Together(String account, @Nullable String traceparent) {}

    private ProducerRecord<String, byte[]> message(UsageRecorded event, @Nullable String traceparent) {
        var message = new ProducerRecord<>(Topic.USAGE_RECORDED.topicName(), event.eventKey(), EventJson.write(event));
        header(message, "ce_specversion", "1.0");
        header(message, "ce_id", Ids.ulid());
        header(message, "ce_type", EventJson.type(event));
        header(message, "ce_source", "gateway-service");
        header(message, "ce_time", time.now().toString());
        header(message, "content-type", "application/json");
        if (traceparent != null) {
            header(message, TraceHeaders.TRACEPARENT, traceparent);
        }
        return message;
    }

    private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** What Kafka takes in the next seconds goes there; the rest is on disk for the next process. */
    @Override
    public void close() {
        long end = time.nanos() + MOST_LAST_ROUNDS.toNanos();
        boolean mine = thread.close(LAST_ROUND);
        try {
            while (mine && !failing && publishAll() > 0 && time.nanos() - end < 0) {
                LOG.debug("more usage is published before the end");
            }
        } catch (KafkaException | ExecutionException | IOException e) {
            failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spool.segments().forEach(Segment::force);
        producer.close(Duration.ofSeconds(1));
    }
}
