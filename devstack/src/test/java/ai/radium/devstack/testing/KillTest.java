package ai.radium.devstack.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.devstack.supervisor.ProcessStatus;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each backing service comes back by itself after a kill -9, with all it had acknowledged. */
@Tag("slow")
@ExtendWith(StackExtension.class)
class KillTest {
    @Test
    void postgresKeepsItsRows(Stack stack) throws SQLException {
        String database = stack.freshDatabase("account_service");
        try (Connection owner = connect(stack, database)) {
            owner.createStatement().execute("create table kept as select 42 as answer");
        }
        kill(stack, "postgres");
        try (Connection owner = connect(stack, database);
                ResultSet kept = owner.createStatement().executeQuery("select answer from kept")) {
            assertThat(kept.next()).isTrue();
            assertThat(kept.getInt(1)).isEqualTo(42);
        }
    }

    @Test
    void kafkaKeepsItsRecords(Stack stack) throws ExecutionException, InterruptedException {
        String topic = stack.freshName("kept");
        Map<String, Object> producing = Map.of("bootstrap.servers", stack.kafka(), "acks", "all");
        try (var producer = new KafkaProducer<>(producing, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
        }
        kill(stack, "kafka");
        Map<String, Object> consuming = Map.of(
                "bootstrap.servers",
                stack.kafka(),
                "group.id",
                stack.freshName("kept"),
                "auto.offset.reset",
                "earliest");
        try (var consumer = new KafkaConsumer<>(consuming, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
        }
    }

    @Test
    void redisKeepsItsKeys(Stack stack) throws IOException {
        URI redis = URI.create(stack.freshRedis());
        assertThat(ask(redis, "SET kept value")).isEqualTo("+OK");
        kill(stack, "redis");
        assertThat(ask(redis, "GET kept")).isEqualTo("$5\r\nvalue");
    }

    @Test
    void keycloakKeepsItsUsers(Stack stack) throws IOException, InterruptedException {
        SignIn before = SignIn.demo(stack);
        kill(stack, "keycloak");
        assertThat(SignIn.demo(stack).subject())
                .isEqualTo(before.subject())
                .isEqualTo("00000000-0000-4000-8000-00000000de30");
    }

    private static void kill(Stack stack, String name) {
        ProcessStatus before = process(stack, name);
        assertThat(ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly())
                .isTrue();
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(process(stack, name))
                        .returns("ready", ProcessStatus::state)
                        .returns(before.restarts() + 1, ProcessStatus::restarts)
                        .extracting(ProcessStatus::pid)
                        .isNotEqualTo(before.pid()));
    }

    private static ProcessStatus process(Stack stack, String name) {
        return stack.processes().values().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Connection connect(Stack stack, String database) throws SQLException {
        return DriverManager.getConnection(stack.jdbcUrl(database), "account_service", stack.databasePassword());
    }

    private static String ask(URI redis, String command) throws IOException {
        try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
            String database = redis.getPath().substring(1);
            socket.getOutputStream()
                    .write("SELECT %s\r\n%s\r\nQUIT\r\n"
                            .formatted(database, command)
                            .getBytes(US_ASCII));
            String replies = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            return replies.substring("+OK\r\n".length(), replies.length() - "\r\n+OK\r\n".length());
        }
    }
}
