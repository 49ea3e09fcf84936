package ai.radium.devstack.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real control plane with simulated nodes, two of 8 H100 and one without, for the tests of a run; its kubeconfig is the parameter. Tests
 * with it have the tag {@code prepared}: {@code k8s/devcluster/build.sh} must have run.
 */
public final class DevCluster implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(DevCluster.class);
    private static final Path TOOL = Path.of("..", "k8s", "devcluster", "devcluster");

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!isBuilt()) {
            throw new IllegalStateException("no control plane on this machine: run k8s/devcluster/build.sh");
        }
        running(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Path.class;
    }

    @Override
    public Path resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context).kubeconfig();
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, type -> Running.start(), Running.class);
    }

    private static boolean isBuilt() {
        String version = Optional.ofNullable(System.getenv("KUBE_VERSION")).orElse("v1.36.3");
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return Files.isExecutable(
                cache.resolve("radium/devcluster/bin").resolve(version).resolve("kube-apiserver"));
    }

    /** Ends with the run. */
    private record Running(Path directory) implements AutoCloseable {
        static Running start() {
            try {
                Running cluster = new Running(Files.createTempDirectory("radium-cluster"));
                devcluster("up", cluster.directory.toString(), "h100:2:8", "cpu:1");
                return cluster;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Path kubeconfig() {
            return directory.resolve("kubeconfig");
        }

        @Override
        public void close() {
            devcluster("down", directory.toString());
        }

        private static void devcluster(String... arguments) {
            List<String> command = new ArrayList<>(List.of(TOOL.toString()));
            command.addAll(Arrays.asList(arguments));
            try {
                Process process = new ProcessBuilder(command).inheritIO().start();
                if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != 0) {
                    throw new IllegalStateException("failed: " + command);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
