package ai.radium.model;

import ai.radium.devstack.testing.Stack;
import ai.radium.kit.testing.TestEdge;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** The shared stack with a database, topics and a gateway of these tests' own; two models have a stand-in. */
public final class ModelStack implements QuarkusTestResourceLifecycleManager {
    private final TestEdge edge = new TestEdge();

    @Override
    public Map<String, String> start() {
        Stack stack = Stack.shared();
        String prefix = stack.freshName("model") + ".";
        Map<String, String> settings = new HashMap<>(stack.settings("model_service"));
        settings.put("radium.outbox.topic-prefix", prefix);
        settings.put("radium.internal.jwks", edge.jwksUri());
        settings.put(
                "radium.model.stand-ins", "llama2:7b=smollm2-135m-instruct,deepseek-r1-0528=smollm2-135m-instruct");
        settings.put("radium.model.most-context", "4096");
        settings.put("mp.messaging.incoming.deployments.topic", prefix + "radium.deployment.changed.v1");
        settings.put("mp.messaging.incoming.deployments.group.id", prefix + "model-service");
        settings.put("mp.messaging.incoming.deployments.dead-letter-queue.topic", prefix + "dlq");
        settings.put("mp.messaging.incoming.jobs.topic", prefix + "radium.finetune.changed.v1");
        settings.put("mp.messaging.incoming.jobs.group.id", prefix + "model-service");
        settings.put("mp.messaging.incoming.jobs.dead-letter-queue.topic", prefix + "jobs.dlq");
        settings.put("mp.messaging.incoming.routes.topic", prefix + "radium.deployment.routes.v1");
        settings.put("mp.messaging.incoming.routes.group.id", prefix + "model-service");
        settings.put("mp.messaging.incoming.routes.dead-letter-queue.topic", prefix + "routes.dlq");
        settings.put("radium.retention.check", "1S");
        settings.put("test.topic-prefix", prefix);
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(edge, new TestInjector.MatchesType(TestEdge.class));
    }

    /** The stack ends by itself with the Maven run. */
    @Override
    public void stop() {}
}
