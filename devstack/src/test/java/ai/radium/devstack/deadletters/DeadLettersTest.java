package ai.radium.devstack.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.devstack.process.StackFailure;
import ai.radium.devstack.testing.Stack;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private final Stack stack = Stack.shared();
    private final String topic = stack.freshName("radium.poisoned.v1");
    private final String queue = topic + ".billing.dlq";
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final DeadLetterCommand command =
            new DeadLetterCommand(new DeadLetters(client()), new PrintStream(said, true, StandardCharsets.UTF_8));

    @BeforeEach
    void giveUpTwo() throws ExecutionException, InterruptedException {
        giveUp("acct_1", "{\"a\":1}", topic);
        giveUp("acct_2", "{\"a\":2}", topic);
    }

    @Test
    void areListedWithTheirReasonAndShownWhole() {
        command.run(List.of("list", queue));

        assertThat(said()).hasSize(2).allMatch(line -> line.contains("radium.UsageRecorded  it is poison"));
        String id = said().getFirst().split(" ", 2)[0];
        command.run(List.of("show", id));
        assertThat(String.join("\n", said())).contains("ce_id: event-acct_", "dead-letter-topic: " + topic, "{\"a\":");
    }

    @Test
    void oneIsSentToWhereItCameFromAsItWas() {
        command.run(List.of("list", queue));
        String id = said().stream()
                .filter(line -> line.startsWith(queue))
                .findFirst()
                .orElseThrow()
                .split(" ", 2)[0];

        command.run(List.of("replay", id));

        List<ConsumerRecord<String, String>> sent = records(topic);
        assertThat(sent).hasSize(1);
        ConsumerRecord<String, String> record = sent.getFirst();
        assertThat(record.key()).startsWith("acct_");
        assertThat(record.value()).startsWith("{\"a\":");
        assertThat(record.headers().lastHeader("ce_id").value())
                .isEqualTo(("event-" + record.key()).getBytes(StandardCharsets.UTF_8));
        assertThat(record.headers().lastHeader("dead-letter-reason")).isNull();
    }

    @Test
    void aQueueThatIsReplayedIsEmpty() {
        command.run(List.of("replay", queue));

        assertThat(records(topic)).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("acct_1", "acct_2");
        assertThat(new DeadLetters(client()).all(queue)).isEmpty();
    }

    @Test
    void nothingIsSentWhenOneDoesNotSayWhereItCameFrom() throws ExecutionException, InterruptedException {
        giveUp("acct_3", "{}", null);

        assertThatThrownBy(() -> command.run(List.of("replay", queue)))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("does not say which topic");
        assertThat(new DeadLetters(client()).all(queue)).hasSize(3);
        assertThat(records(topic)).isEmpty();
    }

    @Test
    void saysWhatItUnderstands() {
        assertThatThrownBy(() -> command.run(List.of("replay"))).hasMessageContaining("say ./radium dead-letters");
        assertThatThrownBy(() -> command.run(List.of("burn", "all"))).hasMessageContaining("say ./radium dead-letters");
        assertThatThrownBy(() -> command.run(List.of("show", queue + "/0/99"))).hasMessageContaining("no dead letter");
    }

    private void giveUp(String key, String value, @Nullable String from)
            throws ExecutionException, InterruptedException {
        ProducerRecord<String, String> record = new ProducerRecord<>(queue, key, value);
        Map.of("ce_id", "event-" + key, "ce_type", "radium.UsageRecorded", "dead-letter-reason", "it is poison")
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        if (from != null) {
            record.headers().add("dead-letter-topic", from.getBytes(StandardCharsets.UTF_8));
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer())) {
            producer.send(record).get();
        }
    }

    private List<ConsumerRecord<String, String>> records(String of) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client(), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(of).stream()
                    .map(part -> new TopicPartition(part.topic(), part.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> found = new ArrayList<>();
            while (partitions.stream().anyMatch(part -> consumer.position(part) < ends.getOrDefault(part, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            return found;
        }
    }

    private List<String> said() {
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Properties client() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", stack.kafka());
        return settings;
    }
}
