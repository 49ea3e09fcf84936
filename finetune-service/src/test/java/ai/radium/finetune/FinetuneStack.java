package ai.radium.finetune;

import ai.radium.contracts.Topic;
import ai.radium.devstack.testing.Stack;
import ai.radium.kit.testing.TestEdge;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** The shared stack with a database, topics, a directory and a gateway of these tests' own. */
public final class FinetuneStack implements QuarkusTestResourceLifecycleManager {
    /** Bytes that an account of these tests may store. */
    public static final int ACCOUNT_BYTES = 3_000_000;

    private final TestEdge edge = new TestEdge();

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = settings(edge);
        settings.put("radium.artifact.account-bytes", Integer.toString(ACCOUNT_BYTES));
        settings.put("radium.upload.most-bytes", "2000000");
        settings.put("radium.upload.most-part-bytes", "500000");
        return settings;
    }

    /** For a process of one's own. */
    public static Map<String, String> settings(TestEdge edge) {
        Stack stack = Stack.shared();
        String prefix = stack.freshName("finetune") + ".";
        Map<String, String> settings = new HashMap<>(stack.settings("finetune_service"));
        settings.put("radium.outbox.topic-prefix", prefix);
        settings.put("radium.internal.jwks", edge.jwksUri());
        settings.put("radium.artifact.directory", directory());
        settings.put("radium.validation.lease", "5S");
        settings.put("test.topic-prefix", prefix);
        String models = "mp.messaging.incoming.models";
        settings.put(models + ".topic", prefix + Topic.MODEL_CHANGED.topicName());
        settings.put(models + ".group.id", prefix + "finetune-service");
        settings.put(models + ".dead-letter-queue.topic", prefix + Topic.MODEL_CHANGED.topicName() + ".finetune.dlq");
        settings.put(models + ".metadata.max.age.ms", "500");
        settings.put("radium.training.lease", "5S");
        settings.put("radium.training.look", "50MS");
        return settings;
    }

    private static String directory() {
        try {
            return Files.createTempDirectory("radium-artifacts").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(edge, new TestInjector.MatchesType(TestEdge.class));
    }

    /** The stack ends by itself with the Maven run. */
    @Override
    public void stop() {}
}
