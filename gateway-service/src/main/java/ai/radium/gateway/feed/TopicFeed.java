package ai.radium.gateway.feed;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.gateway.kafka.KafkaAccess;
import ai.radium.gateway.liveness.SteadyThread;
import ai.radium.gateway.time.GatewayTime;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole topics on a thread of its own, without a consumer group: compacted ones from their beginning, others from
 * now on. Goes on trying while Kafka or a topic is missing. An event that cannot be read is skipped and logged.
 */
public final class TopicFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final KafkaAccess kafka;
    private final Map<Topic, Listener> listeners;
    private final SteadyThread thread;
    private final Map<TopicPartition, Long> endsToReach = new HashMap<>();
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile boolean caughtUp;
    private volatile boolean connected;
    private boolean allTopicsFound;
    private final GatewayTime time;
    private long nextLook;

    /** Called on the feed's thread, in the order of each key. */
    public interface Listener {
        /** @param event empty when the key's state is gone (a tombstone) */
        void on(String key, Optional<Event> event);
    }

    public TopicFeed(KafkaAccess kafka, Map<Topic, Listener> listeners, GatewayTime time) {
        this.kafka = kafka;
        this.listeners = Map.copyOf(listeners);
        this.time = time;
        nextLook = time.nanos();
        thread = SteadyThread.start("topic-feed", time, this::round);
    }

    private static KafkaConsumer<String, byte[]> connect(KafkaAccess kafka) {
        return new KafkaConsumer<>(
                kafka.with(Map.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        500,
                        ConsumerConfig.RETRY_BACKOFF_MS_CONFIG,
                        500,
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        2_000,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        5_000)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /** A consumer that failed is closed, and the next round takes another, from the topics' beginning again. */
    private Duration round() {
        KafkaConsumer<String, byte[]> open = consumer;
        if (open == null) {
            open = connect(kafka);
            consumer = open;
            nextLook = time.nanos();
        }
        try {
            return round(open);
        } catch (WakeupException e) {
            LOG.debug("the feed is closed");
            return POLL;
        } catch (RuntimeException | Error e) { // whatever it is, this consumer's state is not to be trusted
            consumer = null;
            connected = false;
            endsToReach.clear();
            open.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
    }

    private Duration round(KafkaConsumer<String, byte[]> open) {
        if (time.nanos() - nextLook >= 0) {
            allTopicsFound = takeNewPartitions(open);
            connected = hasConnection(open);
            nextLook = time.nanos() + (allTopicsFound ? BETWEEN_LOOKS : POLL).toNanos();
        }
        if (open.assignment().isEmpty()) {
            return POLL;
        }
        open.poll(POLL).forEach(this::deliver);
        if (!caughtUp) {
            endsToReach.entrySet().removeIf(end -> open.position(end.getKey()) >= end.getValue());
            caughtUp = allTopicsFound && endsToReach.isEmpty();
        }
        return Duration.ZERO;
    }

    /** Whether events still arrive, or would. */
    public boolean isLive() {
        return thread.isLive();
    }

    /** Whether every compacted topic was read to the end that it had when this feed found it. Never false again. */
    public boolean hasCaughtUp() {
        return caughtUp;
    }

    /** Whether a broker is connected, as it was some seconds ago. */
    public boolean isConnected() {
        return connected;
    }

    private static boolean hasConnection(KafkaConsumer<String, byte[]> open) {
        return open.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("connection-count")
                        && metric.getKey().group().equals("consumer-metrics"))
                .anyMatch(metric -> metric.getValue().metricValue() instanceof Double count && count > 0);
    }

    /** Whether every topic is there by now. */
    private boolean takeNewPartitions(KafkaConsumer<String, byte[]> consumer) {
        Set<TopicPartition> all = new HashSet<>(consumer.assignment());
        boolean complete = true;
        List<TopicPartition> fromBeginning = new ArrayList<>();
        for (Topic topic : listeners.keySet()) {
            List<TopicPartition> partitions = partitionsOf(consumer, topic);
            complete &= !partitions.isEmpty();
            for (TopicPartition partition : partitions) {
                if (all.add(partition) && topic.compacted()) {
                    fromBeginning.add(partition);
                }
            }
        }
        if (all.size() > consumer.assignment().size()) {
            consumer.assign(all);
            if (!fromBeginning.isEmpty()) {
                consumer.seekToBeginning(fromBeginning);
                endsToReach.putAll(consumer.endOffsets(fromBeginning));
            }
        }
        return complete;
    }

    private static List<TopicPartition> partitionsOf(KafkaConsumer<String, byte[]> consumer, Topic topic) {
        try {
            return consumer.partitionsFor(topic.topicName(), Duration.ofSeconds(1)).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atDebug().addKeyValue("topic", topic.topicName()).log("the topic is not there yet");
            return List.of();
        }
    }

    private void deliver(ConsumerRecord<String, byte[]> record) {
        Topic topic = Topic.named(record.topic());
        Listener listener = listeners.get(topic);
        if (listener == null || record.key() == null) {
            return;
        }
        if (record.value() == null) {
            listener.on(record.key(), Optional.empty());
            return;
        }
        try {
            EventJson.read(topic, typeOf(record), record.value())
                    .ifPresent(event -> listener.on(record.key(), Optional.of(event)));
        } catch (UncheckedIOException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("an event cannot be read and is skipped");
        }
    }

    private static String typeOf(ConsumerRecord<String, byte[]> record) {
        Header type = record.headers().lastHeader("ce_type");
        return type == null ? "" : new String(type.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        KafkaConsumer<String, byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        thread.close();
    }
}
