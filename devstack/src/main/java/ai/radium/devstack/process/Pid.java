package ai.radium.devstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process and no other: a pid alone is given to a new process sooner or later, so its start time counts too. */
public record Pid(long number, Instant startedAt) {
    /** Two JVMs may read the start of the same process this far apart: the kernel's boot time moves with the clock. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final long PAGE_BYTES = 4096;

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

    /** The running process, if it is still this one. A zombie has ended. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(number).filter(ProcessHandle::isAlive).filter(this::isThisOne);
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
        Optional<ProcessHandle> running = handle();
        if (running.isEmpty()) {
            return true;
        }
        try {
            running.get().onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !isAlive();
        }
    }

    /** Asks the process to end by a signal, and kills it when the time is over. */
    public void stop(String signal, Duration grace) {
        signal(signal);
        if (!endsWithin(grace)) {
            kill();
            endsWithin(Duration.ofSeconds(5));
        }
    }

    /** Memory held in RAM, 0 where the system does not tell. */
    public long rssBytes() {
        try {
            String[] pages = Files.readString(Path.of("/proc", Long.toString(number), "statm"))
                    .split(" ", -1);
            return Long.parseLong(pages[1]) * PAGE_BYTES;
        } catch (IOException e) {
            return 0;
        }
    }

    private boolean isThisOne(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(found -> Duration.between(found, startedAt).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }
}
