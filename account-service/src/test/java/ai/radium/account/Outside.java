package ai.radium.account;

import static io.restassured.RestAssured.given;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.TestEdge;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

/** Everything around account-service: the edge that calls it, the services that read and write events, the database. */
public final class Outside implements AutoCloseable {
    private static final String SERVICE = "account-service";
    private static final TestEdge EDGE = new TestEdge();

    private final String prefix = config("radium.outbox.topic-prefix");
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", config("radium.kafka")), new StringSerializer(), new ByteArraySerializer());

    public Outside() {
        try {
            Files.copy(
                    Path.of(URI.create(EDGE.jwksUri())),
                    Path.of(URI.create(config("radium.internal.jwks"))),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RequestSpecification as(String account, Role role, String... scopes) {
        return call(EDGE.bearer(new Caller(account, "tester", role, Set.of(scopes), "req_test"), SERVICE));
    }

    public RequestSpecification edge() {
        return call(EDGE.gateway(SERVICE));
    }

    private static RequestSpecification call(String authorization) {
        return given().baseUri(config("test.url"))
                .header("Authorization", authorization)
                .contentType("application/json");
    }

    /** Opens the account of a user nobody else has. */
    public String newAccount() {
        return edge().body("{\"sub\":\"" + Ids.ulid() + "\",\"name\":\"Ada\"}")
                .post("/internal/principals")
                .then()
                .statusCode(200)
                .extract()
                .path("account");
    }

    public void send(Event event, String id) {
        Topic topic = Topic.of(event.getClass());
        var record = new ProducerRecord<>(prefix + topic.topicName(), event.eventKey(), EventJson.write(event));
        Map.of("ce_id", id, "ce_type", EventJson.type(event), "ce_source", "test", "ce_time", "2026-11-25T10:00:00Z")
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
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

    /** The rows' first column, as text. */
    public static List<String> query(String sql) {
        try (Connection connection = database();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Connection database() throws SQLException {
        return DriverManager.getConnection(
                config("quarkus.datasource.jdbc.url"), config("radium.db.name"), config("radium.db.password"));
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    @Override
    public void close() {
        producer.close();
    }
}
