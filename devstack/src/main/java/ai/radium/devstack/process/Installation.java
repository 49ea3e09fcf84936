package ai.radium.devstack.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The working tree this runs from; the stack is always started from a clone with built classes. */
public record Installation(Path root) {
    /** The tree named by {@code RADIUM_ROOT} or {@code -Dradium.root}, else the one around the current folder. */
    public static Installation here() {
        String named = System.getProperty("radium.root", System.getenv("RADIUM_ROOT"));
        if (named != null) {
            return new Installation(Path.of(named).toAbsolutePath().normalize());
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("devstack/pom.xml"))) {
                return new Installation(folder);
            }
        }
        throw new StackFailure("no Radium working tree around %s; set RADIUM_ROOT"
                .formatted(Path.of("").toAbsolutePath()));
    }

    public Path resolve(String path) {
        return root.resolve(path);
    }

    /** The command that runs a main class of the stack in a JVM of its own. */
    public List<String> java(List<String> options, String mainClass, List<String> arguments) {
        if (!Files.isDirectory(resolve("devstack/target/lib"))) {
            throw new StackFailure("the stack is not built: run ./mvnw -pl devstack -am package");
        }
        List<String> command = new ArrayList<>(List.of(javaProgram()));
        command.addAll(options);
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-Dradium.root=" + root, "-cp", classPath(), mainClass));
        command.addAll(arguments);
        return command;
    }

    /** The Java of this JVM. */
    public static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String classPath() {
        return "%s:%s:%s:%s"
                .formatted(
                        resolve("devstack/target/classes"),
                        resolve("process/target/classes"),
                        resolve("contracts/target/classes"),
                        resolve("devstack/target/lib/*"));
    }
}
