package ai.radium.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.contracts.account.AccountChanged;
import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.contracts.key.KeyChanged;
import ai.radium.devstack.testing.Stack;
import ai.radium.devstack.testing.StackExtension;
import ai.radium.gateway.kafka.KafkaAccess;
import ai.radium.gateway.time.GatewayTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class TopicFeedTest {
    private static final RateLimitPolicy TIER1 = new RateLimitPolicy("tier1", 1_000, 60, Scope.ACCOUNT, null);

    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Test
    void readsCompactedTopicsFromTheBeginningAndOthersFromNowOn(Stack stack) throws Exception {
        String mine = stack.freshName("acct");
        try (var producer = producer(stack)) {
            publish(producer, Topic.ACCOUNT_CHANGED, new AccountChanged(mine, "A", Instant.EPOCH, TIER1, 1));
            publish(producer, Topic.KEY_CHANGED, new KeyChanged(mine + "-old", mine, KeyChanged.Status.ACTIVE, 1));
            try (var feed = new TopicFeed(
                    KafkaAccess.open(stack.kafka()),
                    Map.of(Topic.ACCOUNT_CHANGED, this::hear, Topic.KEY_CHANGED, this::hear),
                    GatewayTime.system())) {
                await(mine + " 1");

                producer.send(new ProducerRecord<>(Topic.ACCOUNT_CHANGED.topicName(), mine + "-gone", null))
                        .get();
                raw(producer, Topic.KEY_CHANGED, mine + "-poison", "radium.KeyChanged", "{broken");
                raw(producer, Topic.KEY_CHANGED, mine + "-newer", "radium.KeyDoneSomethingNew", "{}");
                publish(producer, Topic.KEY_CHANGED, new KeyChanged(mine + "-new", mine, KeyChanged.Status.REVOKED, 2));

                await(mine + "-gone gone");
                await(mine + "-new 2");
                assertThat(heard).doesNotContain(mine + "-old 1").noneMatch(line -> line.contains("-poison"));
                assertThat(feed).isNotNull();
            }
        }
    }

    @Test
    void hasCaughtUpOnceItHasReadWhatWasThereBefore(Stack stack) throws Exception {
        String mine = stack.freshName("acct");
        try (var producer = producer(stack)) {
            for (int version = 1; version <= 500; version++) {
                publish(producer, Topic.ACCOUNT_CHANGED, new AccountChanged(mine, "A", Instant.EPOCH, TIER1, version));
            }
        }
        try (var feed = new TopicFeed(
                KafkaAccess.open(stack.kafka()),
                Map.of(Topic.ACCOUNT_CHANGED, this::hear, Topic.KEY_CHANGED, this::hear),
                GatewayTime.system())) {
            assertThat(feed.hasCaughtUp()).isFalse();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(feed::hasCaughtUp);
            assertThat(heard).contains(mine + " 500");
        }
    }

    @Test
    void neverCatchesUpWhileKafkaIsAway() throws Exception {
        try (var feed = new TopicFeed(
                KafkaAccess.open("127.0.0.1:1"), Map.of(Topic.ACCOUNT_CHANGED, this::hear), GatewayTime.system())) {
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !feed.hasCaughtUp());
        }
    }

    private void hear(String key, java.util.Optional<Event> event) {
        heard.add(key + " "
                + event.map(changed -> changed instanceof AccountChanged account
                                ? account.version()
                                : ((KeyChanged) changed).version())
                        .map(Object::toString)
                        .orElse("gone"));
    }

    private void await(String line) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> heard.contains(line));
    }

    private static KafkaProducer<String, byte[]> producer(Stack stack) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafka()), new StringSerializer(), new ByteArraySerializer());
    }

    private static void publish(KafkaProducer<String, byte[]> producer, Topic topic, Event event)
            throws ExecutionException, InterruptedException {
        raw(
                producer,
                topic,
                event.eventKey(),
                EventJson.type(event),
                new String(EventJson.write(event), StandardCharsets.UTF_8));
    }

    private static void raw(KafkaProducer<String, byte[]> producer, Topic topic, String key, String type, String json)
            throws ExecutionException, InterruptedException {
        var record = new ProducerRecord<>(topic.topicName(), key, json.getBytes(StandardCharsets.UTF_8));
        record.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        producer.send(record).get();
    }
}
