package ai.radium.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a process is brought to its end: a signal asks for it, and when the budget is over it is killed.
 *
 * @param signal that asks
 * @param budget from being asked to being killed
 */
public record GracefulStop(Signal signal, Duration budget) {
    /** What the kernel takes to remove a killed process, with room to spare for a busy machine. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    /** A signal that asks for an orderly end. */
    public enum Signal {
        TERM,
        INT
    }

    /** Asks by SIGTERM. */
    public static GracefulStop within(Duration budget) {
        return new GracefulStop(Signal.TERM, budget);
    }

    /** Only asks, again as often as it is called. */
    public void ask(ProcessIdentity process) {
        process.handle().ifPresent(running -> {
            if (signal == Signal.TERM) {
                running.destroy();
            } else {
                send(running);
            }
        });
    }

    /** Blocks until the process has ended; whether it did so by itself. What it started is left alone. */
    public boolean stop(ProcessIdentity process) {
        ask(process);
        if (process.endsWithin(budget)) {
            return true;
        }
        kill(process);
        process.endsWithin(AFTER_KILL);
        return false;
    }

    /** The same; then kills whatever is left of what it had started. */
    public boolean stopTree(ProcessIdentity process) {
        List<ProcessIdentity> tree = new ArrayList<>(ProcessTable.descendants(process));
        ask(process);
        boolean byItself = process.endsWithin(budget);
        ProcessTable.descendants(process).stream()
                .filter(late -> !tree.contains(late))
                .forEach(tree::add);
        kill(process);
        tree.forEach(GracefulStop::kill);
        tree.add(process);
        tree.forEach(each -> each.endsWithin(AFTER_KILL));
        return byItself;
    }

    /** Kills the process at once. */
    public static void kill(ProcessIdentity process) {
        process.handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Java sends no other signals by itself. */
    private void send(ProcessHandle running) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(running.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            running.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
