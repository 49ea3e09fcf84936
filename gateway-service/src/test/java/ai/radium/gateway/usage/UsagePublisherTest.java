package ai.radium.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.devstack.testing.Stack;
import ai.radium.devstack.testing.StackExtension;
import ai.radium.gateway.kafka.KafkaAccess;
import ai.radium.gateway.time.GatewayTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The spool on its way to a real Kafka. */
@ExtendWith(StackExtension.class)
class UsagePublisherTest {
    private static final GatewayTime TIME = GatewayTime.system();

    @TempDir
    private Path folder;

    @Test
    void everyRecordReachesKafkaUnderItsAccount(Stack stack) {
        String account = stack.freshName("acct");
        try (Spool spool = new Spool(folder, 1L << 30, TIME);
                var consumer = consumer(stack);
                UsagePublisher publisher =
                        new UsagePublisher(spool, "gateway-1", KafkaAccess.open(stack.kafka()), TIME)) {
            consumer.subscribe(List.of(Topic.USAGE_RECORDED.topicName()));
            Spool.Writer writer = spool.writer();
            for (int i = 0; i < 700; i++) {
                writer.append(account, SpoolingProcess.record(i), null);
            }
            List<UsageRecord> published = new ArrayList<>();

            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                    if (message.key().equals(account)) {
                        published.addAll(usages(message));
                    }
                }
                assertThat(published).hasSize(700);
            });

            assertThat(published.getFirst()).isEqualTo(SpoolingProcess.record(0));
            assertThat(published.getLast()).isEqualTo(SpoolingProcess.record(699));
            assertThat(publisher.isLive()).isTrue();
        }
    }

    @Test
    void aRecordOfATraceHasAMessageOfItsOwnWithItsPlace(Stack stack) {
        String account = stack.freshName("acct");
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        try (Spool spool = new Spool(folder, 1L << 30, TIME);
                var consumer = consumer(stack)) {
            consumer.subscribe(List.of(Topic.USAGE_RECORDED.topicName()));
            Spool.Writer writer = spool.writer();
            writer.append(account, SpoolingProcess.record(0), null);
            writer.append(account, SpoolingProcess.record(1), traceparent);
            writer.append(account, SpoolingProcess.record(2), null);
            Map<String, List<UsageRecord>> published = new HashMap<>();

            try (UsagePublisher publisher =
                    new UsagePublisher(spool, "gateway-1", KafkaAccess.open(stack.kafka()), TIME)) {
                Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                        if (message.key().equals(account)) {
                            published.put(traceOf(message), usages(message));
                        }
                    }
                    assertThat(published)
                            .isEqualTo(Map.of(
                                    "none",
                                    List.of(SpoolingProcess.record(0), SpoolingProcess.record(2)),
                                    traceparent,
                                    List.of(SpoolingProcess.record(1))));
                });
                assertThat(publisher.isLive()).isTrue();
            }
        }
    }

    private static String traceOf(ConsumerRecord<String, byte[]> message) {
        Header header = message.headers().lastHeader("traceparent");
        return header == null ? "none" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Test
    void whatKafkaDoesNotTakeStaysOnDisk() {
        try (Spool spool = new Spool(folder, 1L << 30, TIME)) {
            UsagePublisher publisher = new UsagePublisher(spool, "gateway-1", KafkaAccess.open("127.0.0.1:1"), TIME);
            spool.writer().append("acct_1", SpoolingProcess.record(1), null);

            publisher.close();
        }

        try (Spool left = new Spool(folder, 1L << 30, TIME)) {
            assertThat(SpooledUsage.of(left)).containsExactly(SpoolingProcess.record(1));
        }
    }

    private static List<UsageRecord> usages(ConsumerRecord<String, byte[]> message) {
        String type = new String(
                Objects.requireNonNull(message.headers().lastHeader("ce_type")).value(), StandardCharsets.UTF_8);
        return EventJson.read(Topic.USAGE_RECORDED, type, message.value())
                .map(UsageRecorded.class::cast)
                .filter(usage -> "gateway-1".equals(usage.gateway()))
                .map(UsageRecorded::records)
                .orElseThrow();
    }

    private static KafkaConsumer<String, byte[]> consumer(Stack stack) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.kafka(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        stack.freshName("reader"),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
