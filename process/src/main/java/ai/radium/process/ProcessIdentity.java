package ai.radium.process;

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

/**
 * One process and no other, for ever: pids are used again, but not with the same start, and starts only after a reboot.
 *
 * @param startTicks clock ticks from the machine's boot to its start (proc(5), stat field 22)
 * @param bootId of that boot ({@code /proc/sys/kernel/random/boot_id})
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** A process that is not our child is asked for its end this often. */
    private static final long LOOK_AGAIN_MILLIS = 100;

    public ProcessIdentity {
        if (pid < 1 || startTicks < 0 || bootId.isBlank() || bootId.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "no process: pid %d, start %d, boot '%s'".formatted(pid, startTicks, bootId));
        }
    }

    /** The process that has this pid now; empty when there is none, or only one that waits for its parent to notice its end. */
    public static Optional<ProcessIdentity> of(long pid) {
        return Stat.of(pid)
                .filter(stat -> !stat.hasEnded())
                .map(stat -> new ProcessIdentity(pid, stat.startTicks(), Boot.ID));
    }

    /** This process. */
    public static ProcessIdentity own() {
        return of(ProcessHandle.current().pid()).orElseThrow();
    }

    /**
     * Reads {@link #text()}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static ProcessIdentity parse(String text) {
        String[] parts = text.split("@", -1);
        if (parts.length != 3 || !parts[0].matches("\\d{1,18}") || !parts[1].matches("\\d{1,18}")) {
            throw new IllegalArgumentException("no process: '%s'".formatted(text));
        }
        return new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }

    /** For files, for example {@code 4711@8822331@5f0c7f0e-9a4e-4c6b-8a52-6f0f8b1c2d3e}. */
    public String text() {
        return pid + "@" + startTicks + "@" + bootId;
    }

    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** The running process, if it is still this one. */
    public Optional<ProcessHandle> handle() {
        return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    /** When it started, to a hundredth of a second; empty when it has ended. */
    public Optional<Instant> startedAt() {
        return handle().flatMap(handle -> handle.info().startInstant());
    }

    /** Waits; whether the process has ended within the time. An interrupt ends the waiting and stays set. */
    public boolean endsWithin(Duration limit) {
        long begun = System.nanoTime();
        for (Optional<ProcessHandle> running = handle(); running.isPresent(); running = handle()) {
            long left = limit.minusNanos(System.nanoTime() - begun).toMillis();
            if (left <= 0 || !waited(running.get(), Math.min(left, LOOK_AGAIN_MILLIS))) {
                return !isAlive();
            }
        }
        return true;
    }

    /** False when interrupted. In short steps, because one whose parent never notices its end never exits for Java. */
    private static boolean waited(ProcessHandle running, long millis) {
        try {
            running.onExit().get(millis, TimeUnit.MILLISECONDS);
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

    /** Read once: no process outlives the boot that it was started in. */
    private static final class Boot {
        private static final String ID = read();

        private static String read() {
            try {
                return Files.readString(BOOT_ID).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("Linux' /proc is needed", e);
            }
        }
    }
}
