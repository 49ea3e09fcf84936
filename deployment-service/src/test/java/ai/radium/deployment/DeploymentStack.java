package ai.radium.deployment;

import ai.radium.deployment.local.StandInWorker;
import ai.radium.devstack.testing.Stack;
import ai.radium.kit.testing.TestEdge;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The shared stack with a database, topics and a workers' home of these tests' own; workers are stand-ins. */
public final class DeploymentStack implements QuarkusTestResourceLifecycleManager {
    private static final Map<String, String> CHANNELS = Map.of(
            "models", "radium.model.changed.v1",
            "jobs", "radium.finetune.changed.v1",
            "standings", "radium.billing.standing.v1",
            "usage", "radium.usage.recorded.v1",
            "rated", "radium.billing.rated.v1");

    private final TestEdge edge = new TestEdge();
    private Map<String, String> settings = Map.of();

    @Override
    public Map<String, String> start() {
        settings = settings(edge.jwksUri());
        return settings;
    }

    /** The stack ends by itself with the Maven run; what the tests left running ends here. */
    @Override
    public void stop() {
        Outside.killWorkers(Path.of(settings.getOrDefault("radium.deployment.local.home", "none")));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(new Outside(edge, settings), new TestInjector.MatchesType(Outside.class));
    }

    static Map<String, String> settings(String jwks) {
        Stack stack = Stack.shared();
        String prefix = stack.freshName("deployment") + ".";
        Path directory = directory();
        Map<String, String> settings = new HashMap<>(stack.settings("deployment_service"));
        settings.put("radium.outbox.topic-prefix", prefix);
        settings.put("radium.internal.jwks", jwks);
        settings.put("radium.deployment.poll", "50ms");
        settings.put("radium.deployment.resync", "1s");
        settings.put("radium.deployment.metering.every", "1s");
        settings.put("radium.deployment.metering.longest-unseen", "2s");
        settings.put("radium.deployment.retry", "200ms");
        settings.put("radium.retention.check", "1S");
        settings.put("radium.deployment.longest-retry", "1s");
        settings.put("radium.deployment.serverless", "everyones");
        settings.put(
                "radium.worker.secret-file", directory.resolve("worker-secret").toString());
        settings.put(
                "radium.deployment.local.home", directory.resolve("workers").toString());
        settings.put("radium.deployment.local.models", directory.toString());
        settings.put("radium.deployment.local.base-port", "18500");
        settings.put("radium.deployment.local.overhead-mib", "10");
        settings.put("radium.deployment.local.command", String.join(",", StandInWorker.command("ready")));
        CHANNELS.forEach((channel, topic) -> {
            String incoming = "mp.messaging.incoming." + channel;
            settings.put(incoming + ".topic", prefix + topic);
            settings.put(incoming + ".group.id", prefix + "deployment-service");
            settings.put(incoming + ".dead-letter-queue.topic", prefix + topic + ".deployment.dlq");
            settings.put(incoming + ".metadata.max.age.ms", "500");
        });
        return settings;
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("radium-deployment");
            Files.writeString(directory.resolve("weights.gguf"), "weights");
            Files.writeString(directory.resolve("worker-secret"), "of-these-tests");
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
