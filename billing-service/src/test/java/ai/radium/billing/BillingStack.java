package ai.radium.billing;

import ai.radium.devstack.testing.Stack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** The shared stack with a database, topics and consumer groups of these tests' own. */
public final class BillingStack implements QuarkusTestResourceLifecycleManager {
    private static final Map<String, String> CHANNELS = Map.of(
            "usage", "radium.usage.recorded.v1",
            "models", "radium.model.changed.v1",
            "training", "radium.finetune.changed.v1",
            "deployments", "radium.deployment.changed.v1",
            "accounts", "radium.account.changed.v1");

    @Override
    public Map<String, String> start() {
        Stack stack = Stack.shared();
        String prefix = stack.freshName("billing") + ".";
        Map<String, String> settings = new HashMap<>(stack.settings("billing_service"));
        settings.put("radium.outbox.topic-prefix", prefix);
        settings.put("radium.internal.jwks", emptyFile());
        settings.put("radium.spending.month-check", "0.1S");
        settings.put("radium.credit.pending-check", "0.1S");
        settings.put("radium.billing.waiting-check", "0.1S");
        settings.put("radium.invoice.check", "0.1S");
        CHANNELS.forEach((channel, topic) -> {
            String incoming = "mp.messaging.incoming." + channel;
            settings.put(incoming + ".topic", prefix + topic);
            settings.put(incoming + ".group.id", prefix + "billing-service");
            settings.put(incoming + ".dead-letter-queue.topic", prefix + topic + ".billing.dlq");
            settings.put(incoming + ".metadata.max.age.ms", "500");
        });
        return settings;
    }

    /** The stack ends by itself with the Maven run. */
    @Override
    public void stop() {}

    private static String emptyFile() {
        try {
            return Files.createTempFile("radium-billing-jwks", ".json").toUri().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
