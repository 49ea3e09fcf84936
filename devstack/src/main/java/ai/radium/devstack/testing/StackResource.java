package ai.radium.devstack.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} the shared stack and a fresh database. The owner role is the argument {@code owner}, as in
 * {@code @WithTestResource(value = StackResource.class, initArgs = @ResourceArg(name = "owner", value = "account_service"))}.
 */
public final class StackResource implements QuarkusTestResourceLifecycleManager {
    private String owner = "";

    @Override
    public void init(Map<String, String> arguments) {
        owner = arguments.getOrDefault("owner", "");
        if (owner.isEmpty()) {
            throw new IllegalArgumentException("StackResource needs the argument owner, account_service say");
        }
    }

    @Override
    public Map<String, String> start() {
        return Stack.shared().settings(owner);
    }

    /** The stack is shared: it ends by itself with the Maven run. */
    @Override
    public void stop() {}
}
