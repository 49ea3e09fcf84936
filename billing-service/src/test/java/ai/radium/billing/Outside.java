package ai.radium.billing;

import static io.restassured.RestAssured.given;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.contracts.account.AccountChanged;
import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.contracts.model.ModelChanged.Price;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.TestEdge;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

/** Everything around billing: the edge that calls it, the services that write events, the database's owner. */
final class Outside implements AutoCloseable {
    private static final TestEdge EDGE = new TestEdge();

    private final String prefix = config("radium.outbox.topic-prefix");
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", config("radium.kafka")), new StringSerializer(), new ByteArraySerializer());

    Outside() {
        try {
            Files.copy(
                    Path.of(URI.create(EDGE.jwksUri())),
                    Path.of(URI.create(config("radium.internal.jwks"))),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(Event event) {
        send(Ids.ulid(), event);
    }

    void send(String id, Event event) {
        send(Topic.of(event.getClass()), event.eventKey(), id, EventJson.type(event), EventJson.write(event));
    }

    void send(Topic topic, String key, String id, String type, byte[] value) {
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
        try {
            producer.send(record).get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that was written to the topic for the key so far. */
    List<Event> published(Topic topic, String key) {
        List<Event> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records(prefix + topic.topicName())) {
            if (key.equals(record.key())) {
                String type = new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
                events.add(EventJson.read(topic, type, record.value()).orElseThrow());
            }
        }
        return events;
    }

    List<ConsumerRecord<String, byte[]>> deadLetters(Topic topic) {
        return records(prefix + topic.topicName() + ".billing.dlq");
    }

    private static List<ConsumerRecord<String, byte[]>> records(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", config("radium.kafka")),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
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

    RequestSpecification as(String account) {
        return given().baseUri(config("test.url"))
                .header("Authorization", EDGE.developerOf(account, "billing-service"));
    }

    JsonPath get(String account, String path) {
        return as(account).get(path).then().statusCode(200).extract().jsonPath();
    }

    /** The first column of the first row, as text. */
    static String query(String sql) {
        try (Connection connection = database(config("radium.db.name"));
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Connection database(String role) throws SQLException {
        return DriverManager.getConnection(config("quarkus.datasource.jdbc.url"), role, config("radium.db.password"));
    }

    static AccountChanged account(String id) {
        return new AccountChanged(
                id,
                "Ada",
                Instant.parse("2026-11-25T09:00:00Z"),
                new RateLimitPolicy("tier1", 1000, 60, Scope.ACCOUNT, null),
                1);
    }

    static ModelChanged model(String id, Price... prices) {
        return new ModelChanged(
                id, List.of(), id, "Radium", "chat", 8192, true, null, null, new Gpu("CPU", 0, 0), List.of(prices), 1);
    }

    static Price price(String version, String from, String input, String output) {
        return new Price(version, Instant.parse(from), input, output, "USD");
    }

    static UsageRecorded usage(String account, UsageRecord... records) {
        return new UsageRecorded(account, List.of(records));
    }

    static UsageRecord record(String model, String time, Outcome outcome, int promptTokens, int completionTokens) {
        return new UsageRecord(
                Ids.ulid(),
                Instant.parse(time),
                "key_1",
                "dep_1",
                model,
                model,
                "r1-0",
                1,
                "req_1",
                "chat",
                true,
                200,
                outcome,
                null,
                promptTokens,
                0,
                completionTokens,
                0,
                1000,
                2000,
                10,
                900);
    }

    static UsageRecord record(String model, int promptTokens, int completionTokens) {
        return record(model, "2026-11-25T10:00:00Z", Outcome.COMPLETED, promptTokens, completionTokens);
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    @Override
    public void close() {
        producer.close();
    }
}
