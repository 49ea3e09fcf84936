package ai.radium.analytics;

import ai.radium.devstack.testing.Stack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The shared stack with a database, topics and consumer groups of these tests' own. */
public final class AnalyticsStack implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        Stack stack = Stack.shared();
        String prefix = stack.freshName("analytics") + ".";
        Map<String, String> settings = new HashMap<>(stack.settings("analytics_service"));
        settings.put("radium.outbox.topic-prefix", prefix);
        settings.put("radium.retention.check", "1S");
        settings.put("radium.internal.jwks", emptyFile());
        Map.of("usage", "radium.usage.recorded.v1", "rated", "radium.billing.rated.v1")
                .forEach((channel, topic) -> {
                    String incoming = "mp.messaging.incoming." + channel;
                    settings.put(incoming + ".topic", prefix + topic);
                    settings.put(incoming + ".group.id", prefix + "analytics-service");
                    settings.put(incoming + ".dead-letter-queue.topic", prefix + topic + ".analytics.dlq");
                    settings.put(incoming + ".metadata.max.age.ms", "500");
                });
        return settings;
    }

    static String setting(Map<String, String> settings, String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    /** The stack ends by itself with the Maven run. */
    @Override
    public void stop() {}

    private static String emptyFile() {
        try {
            return Files.createTempFile("radium-analytics-jwks", ".json")
                    .toUri()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
