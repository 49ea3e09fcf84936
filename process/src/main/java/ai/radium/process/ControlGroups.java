package ai.radium.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The control groups around this process, see cgroups(7); new ones are made in version 2 only.
 *
 * @param root where /proc and /sys are
 */
record ControlGroups(Path root) {
    /** Names a group by who made it, so that one whose maker was killed can be removed. */
    private static final String NAME = "radium-";

    private static final AtomicInteger MADE = new AtomicInteger();

    /** Microseconds in which a group may run for its share, the kernel's own default. */
    private static final long PERIOD = 100_000;

    static ControlGroups of(Path root) {
        return new ControlGroups(root);
    }

    /** The folders, as far as they can be seen, of this process's group and those around it that may limit its memory. */
    Stream<Path> memoryGroups() {
        return lines(root.resolve("proc/self/cgroup")).stream().flatMap(this::groups);
    }

    /**
     * An empty group with these limits; empty where this process may not make one, as without a delegated version 2 group.
     * A group that holds processes cannot hand controllers to groups in it, so it is mostly made beside this process's own.
     */
    Optional<Path> make(Limits limits) {
        return version2().flatMap(parent -> make(parent, limits).stream()).findFirst();
    }

    /** Removes a group whose processes have ended; one in use stays. */
    static void remove(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            System.getLogger(ControlGroups.class.getName()).log(System.Logger.Level.DEBUG, "a group is in use", e);
        }
    }

    private Stream<Path> version2() {
        return lines(root.resolve("proc/self/cgroup")).stream()
                .filter(line -> line.startsWith("0::"))
                .flatMap(this::groups);
    }

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

    private static Optional<Path> make(Path parent, Limits limits) {
        List<String> controllers = lines(parent.resolve("cgroup.subtree_control")).stream()
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .toList();
        boolean serves = (limits.memoryBytes().isEmpty() || controllers.contains("memory"))
                && (limits.cores().isEmpty() || controllers.contains("cpu"));
        if (!serves || !Files.isWritable(parent)) {
            return Optional.empty();
        }
        removeLeftovers(parent);
        ProcessIdentity own = ProcessIdentity.own();
        Path group = parent.resolve(NAME + own.pid() + "-" + own.startTicks() + "-" + MADE.incrementAndGet());
        try {
            Files.createDirectory(group);
            if (limits.memoryBytes().isPresent()) {
                Files.writeString(
                        group.resolve("memory.max"),
                        Long.toString(limits.memoryBytes().getAsLong()));
            }
            if (limits.cores().isPresent()) {
                long share = Math.round(limits.cores().getAsDouble() * PERIOD);
                Files.writeString(group.resolve("cpu.max"), share + " " + PERIOD);
            }
            return Optional.of(group);
        } catch (IOException e) {
            remove(group);
            return Optional.empty();
        }
    }

    /** Of makers that have ended. */
    private static void removeLeftovers(Path parent) {
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(parent, NAME + "*-*-*")) {
            for (Path group : groups) {
                String[] name = group.getFileName().toString().split("-", -1);
                boolean isAlive = ProcessIdentity.of(Long.parseLong(name[1]))
                        .filter(maker -> name[2].equals(Long.toString(maker.startTicks())))
                        .isPresent();
                if (!isAlive) {
                    remove(group);
                }
            }
        } catch (IOException | NumberFormatException e) {
            System.getLogger(ControlGroups.class.getName())
                    .log(System.Logger.Level.DEBUG, "groups of earlier processes stay", e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
