package ai.radium.devstack.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How to start one process: the command, what is added to the environment, and the folder it runs in. */
public record Launch(List<String> command, Map<String, String> environment, Path directory) {
    /** What a process of the stack writes is for its user only. Replaced by the command, so that the pid is the command's. */
    private static final List<String> PRIVATELY = List.of("sh", "-c", "umask 077; exec \"$0\" \"$@\"");

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public static Launch of(Path directory, List<String> command) {
        return new Launch(command, Map.of(), directory);
    }

    /** Starts it with its output appended to the log, without a way to read from a terminal. */
    public Process start(Path log) {
        try {
            List<String> line = new ArrayList<>(PRIVATELY);
            line.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            PrivateFile.touch(log).toFile()));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new StackFailure("%s cannot be started: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
    }
}
