package ai.radium.account;

import ai.radium.devstack.testing.Stack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The shared stack with a database, topics and a consumer group of these tests' own; the demo's keys are on. */
public final class AccountStack implements QuarkusTestResourceLifecycleManager {
    private static final Map<String, String> CHANNELS = Map.of(
            "rated", "radium.billing.rated.v1",
            "audit-of-accounts", "radium.audit.account.v1",
            "audit-of-deployments", "radium.audit.deployment.v1",
            "audit-of-finetuning", "radium.audit.finetune.v1",
            "audit-of-models", "radium.audit.model.v1",
            "audit-of-billing", "radium.audit.billing.v1");

    @Override
    public Map<String, String> start() {
        Stack stack = Stack.shared();
        String prefix = stack.freshName("account") + ".";
        Map<String, String> settings = new HashMap<>(stack.settings("account_service"));
        settings.put("radium.outbox.topic-prefix", prefix);
        settings.put("radium.internal.jwks", emptyFile());
        settings.put("radium.key.pepper", Base64.getEncoder().encodeToString(new byte[32]));
        settings.put("radium.account.demo-keys", "true");
        settings.put("radium.retention.check", "1S");
        CHANNELS.forEach((channel, topic) -> {
            String incoming = "mp.messaging.incoming." + channel;
            settings.put(incoming + ".topic", prefix + topic);
            settings.put(incoming + ".group.id", prefix + "account-service");
            settings.put(incoming + ".dead-letter-queue.topic", prefix + topic + ".account.dlq");
            settings.put(incoming + ".metadata.max.age.ms", "500");
        });
        return settings;
    }

    /** The stack ends by itself with the Maven run. */
    @Override
    public void stop() {}

    private static String emptyFile() {
        try {
            return Files.createTempFile("radium-account-jwks", ".json").toUri().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
