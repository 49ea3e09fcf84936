package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.Commands;
import ai.radium.devstack.process.Installation;
import ai.radium.devstack.process.StackFailure;
import ai.radium.process.LogRotation;
import ai.radium.process.ProcessLaunch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts a supervisor in a session of its own, so that Ctrl-C or the end of the caller's terminal does not reach it. */
public final class Detached {
    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private static final List<String> SMALL = List.of(
            "-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxMetaspaceSize=64m", "-Xshare:auto");

    private Detached() {}

    /** The supervisor that tests share, started if none runs. */
    public static Client testStack(Path home) {
        return start(home, TestStack.class.getName());
    }

    /** The supervisor of this home, started with this main class if none runs. The caller has the home's lock. */
    public static Client start(Path home, String mainClass) {
        return Client.of(home).orElseGet(() -> started(home, mainClass));
    }

    private static Client started(Path home, String mainClass) {
        List<String> command = Installation.here().java(SMALL, mainClass, List.of(home.toString()));
        Path log = new LogFiles(home.resolve("logs"), LogRotation.STANDARD).of("supervisor");
        Process process = Commands.start(ProcessLaunch.of(command).in(home).inNewSession(), log);
        Instant limit = Instant.now().plus(START_LIMIT);
        while (Instant.now().isBefore(limit)) {
            Optional<Client> client = Client.of(home);
            if (client.isPresent()) {
                return client.get();
            }
            if (endsSoon(process)) {
                break;
            }
        }
        throw new StackFailure("the supervisor did not start, see " + log);
    }

    private static boolean endsSoon(Process process) {
        try {
            return process.waitFor(30, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
