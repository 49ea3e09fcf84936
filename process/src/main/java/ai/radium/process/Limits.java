package ai.radium.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a process, together with all it starts, may take of its machine. Kept by a cgroup of version 2 where one can be made;
 * else memory by RLIMIT_DATA, for each process by itself and without mapped files, and cores by binding to as many.
 *
 * @param memoryBytes beyond it the kernel kills in a cgroup, and refuses memory without one
 * @param cores of processor time, may be a part of one; without a cgroup rounded up
 * @param niceness 0 (as everybody) to 19 (when nobody else wants the processor)
 */
public record Limits(OptionalLong memoryBytes, OptionalDouble cores, int niceness) {
    public static final Limits NONE = new Limits(OptionalLong.empty(), OptionalDouble.empty(), 0);

    private static final int NICEST = 19;

    public Limits {
        if (memoryBytes.orElse(1) < 1 || !(cores.orElse(1) > 0) || niceness < 0 || niceness > NICEST) {
            throw new IllegalArgumentException(
                    "no limits: %s of memory, %s of processor, niceness %d".formatted(memoryBytes, cores, niceness));
        }
    }

    public Limits memory(long bytes) {
        return new Limits(OptionalLong.of(bytes), cores, niceness);
    }

    public Limits cores(double share) {
        return new Limits(memoryBytes, OptionalDouble.of(share), niceness);
    }

    public Limits nice(int value) {
        return new Limits(memoryBytes, cores, value);
    }

    boolean needsGroup() {
        return memoryBytes.isPresent() || cores.isPresent();
    }

    /** Lines for a shell that then becomes the process; without a cgroup. */
    String shell() {
        return memoryBytes.isPresent() ? "ulimit -d %d; ".formatted(Math.ceilDiv(memoryBytes.getAsLong(), 1024L)) : "";
    }

    /** What stands before the command. */
    List<String> prefix(boolean inGroup) {
        List<String> prefix = new ArrayList<>();
        if (niceness > 0) {
            prefix.addAll(List.of("nice", "-n", Integer.toString(niceness)));
        }
        if (!inGroup && cores.isPresent()) {
            String some = some(allowed(Path.of("/proc/self/status")), (int) Math.ceil(cores.getAsDouble()));
            prefix.addAll(some.isEmpty() ? List.of() : List.of("taskset", "--cpu-list", some));
        }
        return prefix;
    }

    /** The last ones: the first core serves most interrupts. */
    private static String some(List<Integer> allowed, int count) {
        return allowed.subList(Math.max(0, allowed.size() - count), allowed.size()).stream()
                .map(String::valueOf)
                .reduce((one, next) -> one + "," + next)
                .orElse("");
    }

    /** The cores this process may run on: proc_pid_status(5), Cpus_allowed_list, for example 0-3,8. */
    private static List<Integer> allowed(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .flatMap(line -> Stream.of(line.replaceFirst(".*:\\s*", "").split(",")))
                    .flatMap(Limits::range)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Stream<Integer> range(String text) {
        String[] ends = text.split("-", -1);
        OptionalInt last = ends.length == 2 ? OptionalInt.of(Integer.parseInt(ends[1])) : OptionalInt.empty();
        int first = Integer.parseInt(ends[0]);
        return Stream.iterate(first, core -> core <= last.orElse(first), core -> core + 1);
    }
}
