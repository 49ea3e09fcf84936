package ai.radium.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Memory as Linux counts it, in bytes: proc_meminfo(5), proc_pid_status(5), and the memory files of cgroup v2 and v1.
 *
 * @param root where /proc and /sys are
 */
public record Memory(Path root) {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    public static Memory ofThisMachine() {
        return new Memory(Path.of("/"));
    }

    /** What a process here can still get: the machine's rest, or less if a cgroup around this process allows less. */
    public long available() {
        return Math.min(
                kilobytes("proc/meminfo", "MemAvailable:"),
                ControlGroups.of(root)
                        .memoryGroups()
                        .mapToLong(Memory::rest)
                        .min()
                        .orElse(NO_LIMIT));
    }

    /** What a process here could get with nothing beside it: the machine's, or less if a cgroup around this process allows less. */
    public long total() {
        return Math.min(
                kilobytes("proc/meminfo", "MemTotal:"),
                ControlGroups.of(root)
                        .memoryGroups()
                        .mapToLong(Memory::limit)
                        .min()
                        .orElse(NO_LIMIT));
    }

    /** What a process holds, shared pages included; 0 when it is gone. */
    public long resident(long pid) {
        return kilobytes("proc/" + pid + "/status", "VmRSS:");
    }

    /** The most that a process has held at once; 0 when it is gone. */
    public long mostResident(long pid) {
        return kilobytes("proc/" + pid + "/status", "VmHWM:");
    }

    /** What a process and all it started hold; a page that several share counts once. 0 when it is gone. */
    public long residentTree(ProcessIdentity process) {
        return resident(process.pid())
                + ProcessTable.descendants(process).stream()
                        .mapToLong(child -> kilobytes("proc/" + child.pid() + "/smaps_rollup", "Pss:"))
                        .sum();
    }

    private static long limit(Path group) {
        return number(group.resolve("memory.max"))
                .or(() -> number(group.resolve("memory.limit_in_bytes")))
                .orElse(NO_LIMIT);
    }

    private static long rest(Path group) {
        long limit = limit(group);
        long used = number(group.resolve("memory.current"))
                .or(() -> number(group.resolve("memory.usage_in_bytes")))
                .orElse(0L);
        long reclaimable = value(read(group.resolve("memory.stat")), "inactive_file ");
        return limit == NO_LIMIT ? NO_LIMIT : Math.max(0, limit - used + reclaimable);
    }

    private long kilobytes(String file, String key) {
        return 1024 * value(read(root.resolve(file)), key);
    }

    private static long value(Stream<String> lines, String key) {
        try (lines) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (UncheckedIOException e) {
            return 0; // the process ended while it was looked at
        }
    }

    /** The number in a file, unless it says `max` or is not there. */
    private static Optional<Long> number(Path file) {
        try (Stream<String> lines = read(file)) {
            return lines.findFirst()
                    .filter(line -> !line.isEmpty() && line.chars().allMatch(Character::isDigit))
                    .map(Long::parseLong);
        }
    }

    /** Nothing of a file that is not there: another version of cgroups, or a process that has ended. */
    private static Stream<String> read(Path file) {
        try {
            return List.copyOf(Files.readAllLines(file)).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
