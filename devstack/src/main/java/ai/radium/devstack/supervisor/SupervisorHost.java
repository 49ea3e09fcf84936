package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.StackFailure;
import ai.radium.process.Memory;
import ai.radium.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The life of a supervisor process: it listens for calls until it is told to end, by the verb {@code down} or by SIGTERM.
 * Verbs of every stack: {@code up}, {@code status}, {@code start <part>}, {@code plan}, {@code down}.
 */
public final class SupervisorHost {
    /** What one kind of stack adds. */
    public interface Extras {
        /** Other verbs. */
        void call(String verb, List<String> arguments, Consumer<String> answer);

        /** What has to go together with the gateway, before what they use. */
        default void stopWithStreams(Consumer<String> answer) {}

        /** What else has to go when all parts have stopped. */
        void stopped(Consumer<String> answer);
    }

    /** The plan of a supervisor that stops. */
    public static final String STOPPING = "stopping";

    private final Path home;
    private final StateFile state;
    private final List<String> atStart;
    private final String plan;
    private final Extras extras;
    private final Supervisor supervisor;

    /** The plan tells what this supervisor runs, so that its client knows whether another one is needed. */
    public SupervisorHost(
            Path home, List<Step> steps, List<String> atStart, String plan, Extras extras, SupervisionRules rules) {
        this.home = home;
        this.state = new StateFile(home);
        this.atStart = List.copyOf(atStart);
        this.plan = plan;
        this.extras = extras;
        this.supervisor = new Supervisor(home, state, steps, rules);
    }

    /** Serves until the end, then ends the JVM. */
    public void run() throws IOException, InterruptedException {
        String token = new Secrets(home).word(32);
        Thread onSignal = new Thread(() -> stop(line -> {}));
        try (Control control = new Control(token, this::call)) {
            state.putControl(new ControlAddress(ProcessIdentity.own(), control.port(), token));
            Runtime.getRuntime().addShutdownHook(onSignal);
            supervisor.awaitEnd();
        }
        System.exit(0);
    }

    /** Stops all; a second call waits for the first. */
    public synchronized void stop(Consumer<String> answer) {
        if (supervisor.hasEnded()) {
            return;
        }
        supervisor.stop(answer, () -> extras.stopWithStreams(answer));
        extras.stopped(answer);
        state.removeControl();
        supervisor.end();
    }

    private void call(String verb, List<String> arguments, Consumer<String> answer) throws InterruptedException {
        switch (verb) {
            case "up" -> supervisor.up(atStart, answer);
            case "status" -> {
                answer.accept(own().line());
                supervisor.status().forEach(process -> answer.accept(process.line()));
            }
            case "start" -> supervisor.startNow(oneOf(arguments));
            case "down" -> stop(answer);
            case "plan" -> answer.accept(supervisor.isClosing() ? STOPPING : plan);
            default -> extras.call(verb, arguments, answer);
        }
    }

    private ProcessStatus own() {
        long pid = ProcessHandle.current().pid();
        return new ProcessStatus(
                "devstack", pid, List.of(), "ready", Memory.ofThisMachine().resident(pid), 0);
    }

    private static String oneOf(List<String> arguments) {
        if (arguments.size() != 1) {
            throw new StackFailure("one argument is needed, not " + arguments.size());
        }
        return arguments.getFirst();
    }
}
