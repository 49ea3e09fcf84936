package ai.radium.gateway;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.FundsChanged;
import ai.radium.contracts.billing.FundsChanged.Contained;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Charges one account's usage as it comes, and tells its funds, as billing-service does. */
final class BillingByHand implements AutoCloseable {
    private static final int TOKENS_DIGITS = 6;

    private final String account;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;
    private final Set<String> charged = new HashSet<>();
    private final Map<String, Contained> contained = new TreeMap<>();
    private BigDecimal outputPrice = BigDecimal.ZERO;
    private BigDecimal balance = BigDecimal.ZERO;
    private BigDecimal lowest = BigDecimal.ZERO;
    private long version;
    private volatile boolean closed;

    BillingByHand(String kafka, String account) {
        this.account = account;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "enable.auto.commit", false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.USAGE_RECORDED.topicName()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = Thread.ofVirtual().start(this::run);
    }

    /** USD per 1,000,000 tokens. */
    synchronized void price(String model, String input, String output) {
        outputPrice = new BigDecimal(output);
        publish(new ModelChanged(
                model,
                List.of(),
                model,
                "Radium",
                "chat",
                1_000,
                true,
                null,
                null,
                new Gpu("CPU", 0, 0),
                List.of(new ModelChanged.Price("1", Instant.EPOCH, input, output, "USD", null)),
                null,
                null,
                null,
                1));
    }

    /** So much is left now. */
    synchronized void tell(String usd) {
        balance = new BigDecimal(usd);
        lowest = balance;
        tell();
    }

    synchronized void add(String usd) {
        balance = balance.add(new BigDecimal(usd));
        tell();
    }

    private void tell() {
        version++;
        publish(new FundsChanged(
                account,
                balance.toPlainString(),
                false,
                LocalDate.parse("2026-01-01"),
                "0.00",
                "50.00",
                "USD",
                List.copyOf(contained.values()),
                version));
    }

    synchronized BigDecimal balance() {
        return balance;
    }

    synchronized BigDecimal lowest() {
        return lowest;
    }

    /** Charged, each once. */
    synchronized int records() {
        return charged.size();
    }

    private void run() {
        while (!closed) {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(50))) {
                if (message.key().equals(account)) {
                    EventJson.read(Topic.USAGE_RECORDED, "radium.UsageRecorded", message.value())
                            .ifPresent(event -> charge((UsageRecorded) event));
                }
            }
        }
        consumer.close();
    }

    private synchronized void charge(UsageRecorded usage) {
        for (UsageRecord record : usage.records()) {
            if (charged.add(record.id())) {
                BigDecimal cost = outputPrice
                        .multiply(BigDecimal.valueOf(record.completionTokens()))
                        .movePointLeft(TOKENS_DIGITS);
                balance = balance.subtract(cost);
                lowest = lowest.min(balance);
                if (usage.gateway() != null) {
                    contained.merge(
                            usage.gateway(),
                            new Contained(usage.gateway(), 1, cost.toPlainString()),
                            BillingByHand::together);
                }
            }
        }
        tell();
    }

    private static Contained together(Contained one, Contained other) {
        return new Contained(
                one.gateway(),
                one.records() + other.records(),
                new BigDecimal(one.amount()).add(new BigDecimal(other.amount())).toPlainString());
    }

    private void publish(Event event) {
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(Topic.of(event.getClass()).topicName(), event.eventKey(), EventJson.write(event));
        message.headers().add("ce_type", EventJson.type(event).getBytes(StandardCharsets.UTF_8));
        producer.send(message);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(1));
    }
}
