package ai.radium.devstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** One process and no other: a pid alone is given to a new process sooner or later, so its start time counts too. */
public record Pid(long number, Instant startedAt) {
    /** Two JVMs may read the start of the same process this far apart: the kernel's boot time moves with the clock. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final long KIB = 1024;

    /** The process behind the handle, unless it is gone already. */
    public static Optional<Pid> of(ProcessHandle handle) {
        return handle.info().startInstant().map(startedAt -> new Pid(handle.pid(), startedAt));
    }

    public static Pid own() {
        return of(ProcessHandle.current()).orElseThrow();
    }

    /** Reads {@link #text()}. */
    public static Pid parse(String text) {
        int at = text.indexOf('@');
        return new Pid(Long.parseLong(text.substring(0, at)), Instant.parse(text.substring(at + 1)));
    }

    public String text() {
        return number + "@" + startedAt;
    }

    /** The running process, if it is still this one. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(number)
                .filter(ProcessHandle::isAlive)
                .filter(this::isThisOne)
                .filter(handle -> !isZombie());
    }

    public boolean isAlive() {
        return handle().isPresent();
    }

    /** Kills the process at once. */
    public void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Sends a signal by name, such as INT. */
    public void signal(String name) {
        handle().ifPresent(running -> Commands.quietly("kill", "-" + name, Long.toString(number)));
    }

    /** Whether the process has ended within the time. */
    public boolean endsWithin(Duration limit) {
        Instant end = Instant.now().plus(limit);
        for (Optional<ProcessHandle> running = handle(); running.isPresent(); running = handle()) {
            Duration left = Duration.between(Instant.now(), end);
            if (left.isNegative() || !awaitedExit(running.get(), left)) {
                return !isAlive();
            }
        }
        return true;
    }

    /** Waits no longer than half a second, since a zombie never exits; false when interrupted. */
    private static boolean awaitedExit(ProcessHandle running, Duration left) {
        try {
            running.onExit().get(Math.min(left.toMillis() + 1, 500), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks the process to end by a signal, and kills it when the time is over; whether it ended by itself. */
    public boolean stop(String signal, Duration grace) {
        signal(signal);
        if (endsWithin(grace)) {
            return true;
        }
        kill();
        endsWithin(Duration.ofSeconds(5));
        return false;
    }

    /** Memory in RAM of the process and all it started, 0 where the system does not tell. Shared pages count in parts. */
    public long rssBytes() {
        return handle().map(handle -> ownRssBytes()
                        + handle.descendants()
                                .mapToLong(child -> memory(child.pid(), "smaps_rollup", "Pss:"))
                                .sum())
                .orElse(0L);
    }

    /** Memory in RAM of the process alone. */
    public long ownRssBytes() {
        return memory(number, "status", "VmRSS:");
    }

    private static long memory(long pid, String file, String line) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), file))) {
            return lines.filter(text -> text.startsWith(line))
                    .mapToLong(text -> Long.parseLong(text.replaceAll("[^0-9]", "")) * KIB)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** One that ended and that its parent, a container's first process say, never asks about. */
    private boolean isZombie() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(number), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isThisOne(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(found -> Duration.between(found, startedAt).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }
}
