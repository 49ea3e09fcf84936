package ai.radium.worker.llama;

import java.io.IOException;
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
record Memory(Path root) {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    static Memory ofThisMachine() {
        return new Memory(Path.of("/"));
    }

    /** What a process here can still get: the machine's rest, or less if a cgroup around this process allows less. */
    long available() {
        long machine = kilobytes("proc/meminfo", "MemAvailable:");
        return Math.min(
                machine,
                lines("proc/self/cgroup").stream()
                        .flatMap(this::groups)
                        .mapToLong(this::rest)
                        .min()
                        .orElse(NO_LIMIT));
    }

    /** What a process holds, shared pages included; 0 when it is gone. */
    long resident(long pid) {
        return kilobytes("proc/" + pid + "/status", "VmRSS:");
    }

    /** The folders of a process's cgroup and of those around it, as far as they can be seen from here. */
    private Stream<Path> groups(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3
                || !(parts[1].isEmpty() || List.of(parts[1].split(",")).contains("memory"))) {
            return Stream.empty();
        }
        Path mount = root.resolve(parts[1].isEmpty() ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
        Path own = mount.resolve(parts[2].substring(1)).normalize();
        return Stream.iterate(own, group -> group != null && group.startsWith(mount), Path::getParent);
    }

    private long rest(Path group) {
        long limit = number(group.resolve("memory.max"))
                .or(() -> number(group.resolve("memory.limit_in_bytes")))
                .orElse(NO_LIMIT);
        long used = number(group.resolve("memory.current"))
                .or(() -> number(group.resolve("memory.usage_in_bytes")))
                .orElse(0L);
        long reclaimable = read(group.resolve("memory.stat")).stream()
                .filter(line -> line.startsWith("inactive_file "))
                .mapToLong(line -> Long.parseLong(line.substring("inactive_file ".length())))
                .findFirst()
                .orElse(0);
        return limit == NO_LIMIT ? NO_LIMIT : Math.max(0, limit - used + reclaimable);
    }

    private long kilobytes(String file, String key) {
        return lines(file).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(
                        line.substring(key.length()).replace("kB", "").strip()))
                .map(number -> 1024 * number)
                .findFirst()
                .orElse(0);
    }

    /** The number in a file, unless it says `max` or is not there. */
    private static Optional<Long> number(Path file) {
        return read(file).stream()
                .findFirst()
                .filter(line -> line.chars().allMatch(Character::isDigit))
                .map(Long::parseLong);
    }

    private List<String> lines(String file) {
        return read(root.resolve(file));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // not this version of cgroups, or a process that has ended
        }
    }
}
