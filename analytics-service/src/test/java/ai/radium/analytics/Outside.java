package ai.radium.analytics;

import static io.restassured.RestAssured.given;

import ai.radium.contracts.Event;
import ai.radium.contracts.billing.ReplicaTimeRated;
import ai.radium.contracts.billing.TrainingRated;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.TestEdge;
import ai.radium.kit.testing.TestTopics;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Instant;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Everything around analytics: the gateway that calls it and the services that write events. */
final class Outside implements AutoCloseable {
    private static final TestEdge EDGE = new TestEdge(() -> Noon.NOW);

    private final TestTopics topics = new TestTopics(config("radium.kafka"), config("radium.outbox.topic-prefix"));

    Outside() {
        EDGE.publishAt(config("radium.internal.jwks"));
    }

    void send(Event event) {
        topics.send(event);
    }

    void send(String id, Event event) {
        topics.send(id, event);
    }

    RequestSpecification as(String account) {
        return given().baseUri(config("test.url"))
                .header("Authorization", EDGE.developerOf(account, "analytics-service"));
    }

    RawHttp raw(String account) {
        return new RawHttp(URI.create(config("test.url")), () -> EDGE.developerOf(account, "analytics-service"));
    }

    JsonPath get(String account, String path) {
        return as(account).get(path).then().statusCode(200).extract().jsonPath();
    }

    static UsageRecord completed(
            String model, String time, int promptTokens, int completionTokens, long latencyMicros) {
        return completed("key_1", model, time, promptTokens, 0, completionTokens, latencyMicros);
    }

    static UsageRecord completed(
            @Nullable String keyId,
            String model,
            String time,
            int promptTokens,
            int cachedTokens,
            int completionTokens,
            long latencyMicros) {
        return record(
                keyId,
                model,
                time,
                "chat",
                200,
                Outcome.COMPLETED,
                null,
                promptTokens,
                cachedTokens,
                completionTokens,
                latencyMicros);
    }

    static UsageRecord embedded(String model, String time, int promptTokens) {
        return record("key_1", model, time, "embedding", 200, Outcome.COMPLETED, null, promptTokens, 0, 0, 5_000);
    }

    static UsageRecord failed(String model, String time, String code) {
        return record("key_1", model, time, "chat", 503, Outcome.FAILED, code, 7, 0, 0, 100);
    }

    static UsageRated.Line rated(UsageRecord record, String amount) {
        return new UsageRated.Line(
                record.id(),
                record.time(),
                record.keyId(),
                record.deploymentId(),
                record.model(),
                "1",
                record.promptTokens(),
                record.completionTokens(),
                amount,
                "USD",
                false);
    }

    static TrainingRated trained(String account, String model, String time, String amount) {
        return new TrainingRated(
                Ids.ulid(), Instant.parse(time), account, Ids.next("ft"), model, "1", 1_000, amount, "USD");
    }

    static ReplicaTimeRated ready(String account, String model, String time, String amount) {
        return new ReplicaTimeRated(
                Ids.ulid(),
                Instant.parse(time),
                account,
                "dep_1",
                "r1-0",
                model,
                "H100 80GB",
                1,
                "4.50",
                300,
                amount,
                "USD");
    }

    private static UsageRecord record(
            @Nullable String keyId,
            String model,
            String time,
            String operation,
            int status,
            Outcome outcome,
            @Nullable String code,
            int promptTokens,
            int cachedTokens,
            int completionTokens,
            long latencyMicros) {
        return new UsageRecord(
                Ids.ulid(),
                Instant.parse(time),
                keyId,
                "dep_1",
                model,
                model,
                "r1-0",
                1,
                "req_1",
                operation,
                true,
                status,
                outcome,
                code,
                promptTokens,
                cachedTokens,
                completionTokens,
                0,
                latencyMicros / 10,
                latencyMicros,
                10,
                completionTokens * 5_000L,
                null);
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    @Override
    public void close() {
        topics.close();
    }
}
