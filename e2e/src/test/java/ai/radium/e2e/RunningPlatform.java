package ai.radium.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one platform of this run: started before the first of them, stopped after the last, and whole again from
 * what the class before did to it. Of each failure it prints how the platform was.
 */
final class RunningPlatform implements BeforeAllCallback, AfterTestExecutionCallback, ParameterResolver {
    private static final Duration LONGEST_REPAIR = Duration.ofMinutes(3);

    private static final Namespace PLATFORM = Namespace.create(RunningPlatform.class);
    private static final List<String> PORTS = List.of(
            "GATEWAY_SERVICE",
            "GATEWAY_ALTERNATE",
            "GATEWAY_MANAGEMENT",
            "ACCOUNT_SERVICE",
            "MODEL_SERVICE",
            "DEPLOYMENT_SERVICE",
            "BILLING_SERVICE",
            "ANALYTICS_SERVICE",
            "FINETUNE_SERVICE",
            "KEYCLOAK",
            "POSTGRES",
            "KAFKA",
            "KAFKA_CONTROLLER",
            "REDIS",
            "INFERENCE_WORKER");

    /** Workers take two ports each, from their first one up. */
    private static final int BLOCK = 60;

    private static final int FIRST_BLOCK = 21_000;
    private static final int LAST_BLOCK = 29_000;

    @Override
    public void beforeAll(ExtensionContext context) {
        Platform platform = platform(context);
        Awaitility.await("the platform is whole")
                .atMost(LONGEST_REPAIR)
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(platform::isWhole);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
        if (context.getExecutionException().isPresent()) {
            System.out.printf(
                    "%s failed; load %s; %s%n",
                    context.getDisplayName(),
                    Files.readString(Path.of("/proc/loadavg")).strip(),
                    platform(context).parts());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Platform.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return platform(context);
    }

    private static Platform platform(ExtensionContext context) {
        return context.getRoot().getStore(PLATFORM).computeIfAbsent(Platform.class, type -> started(), Platform.class);
    }

    private static Platform started() {
        Platform platform = new Platform(Path.of("target/radium").toAbsolutePath(), freePorts());
        try {
            platform.start();
        } catch (RuntimeException failure) {
            try {
                platform.close();
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
        return platform;
    }

    /** A block of ports that nobody listens on, below those that the system gives to clients. */
    static Map<String, String> freePorts() {
        int base = IntStream.iterate(FIRST_BLOCK, port -> port < LAST_BLOCK, port -> port + BLOCK)
                .filter(port -> IntStream.range(port, port + BLOCK).allMatch(RunningPlatform::isFree))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free ports"));
        return IntStream.range(0, PORTS.size())
                .boxed()
                .collect(Collectors.toMap(i -> "RADIUM_PORT_" + PORTS.get(i), i -> String.valueOf(base + i)));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
