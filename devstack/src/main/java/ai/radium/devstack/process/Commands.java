package ai.radium.devstack.process;

import ai.radium.process.LastLines;
import ai.radium.process.ProcessLaunch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Commands of the operating system. */
public final class Commands {
    private Commands() {}

    /** Runs the command and answers whether it ended with 0; its output is dropped. */
    public static boolean quietly(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts what is to run on, with its output appended to the log. */
    public static Process start(ProcessLaunch launch, Path log) {
        try {
            return launch.loggingTo(log).start();
        } catch (IOException e) {
            throw new StackFailure("a process that logs to %s cannot be started: %s".formatted(log, e.getMessage()), e);
        }
    }

    /** Runs the command and answers what it printed; refuses with its last lines when it ends with another code than 0. */
    public static String output(Path directory, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StackFailure(command.getFirst() + " failed: "
                        + LastLines.of(printed, 4).text());
            }
            return printed;
        } catch (IOException e) {
            throw new StackFailure(command.getFirst() + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure(command.getFirst() + " was interrupted", e);
        }
    }
}
