package ai.radium.deployment.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of this machine, from {@code /proc}: see proc(5). */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    /** Fields of stat after the command, which ends in the last parenthesis: state is field 3, process group field 5, start time field 22. */
    private static final int STATE = 0;

    private static final int GROUP = 2;

    private static final int START_TICKS = 19;

    private ProcessTable() {}

    /** A process for ever: pids are used again, but not with the same start. */
    record Identity(long pid, long startTicks) {}

    static boolean isAlive(Identity process) {
        return identify(process.pid()).filter(process::equals).isPresent();
    }

    /** Empty when there is no such process or it only waits for its parent to notice its end. */
    static Optional<Identity> identify(long pid) {
        return stat(pid)
                .filter(fields -> !fields[STATE].equals("Z") && !fields[STATE].equals("X"))
                .map(fields -> new Identity(pid, Long.parseLong(fields[START_TICKS])));
    }

    /** The one of {@link #allWithEnvironment} that leads a process group: the others are its children. */
    static Optional<Identity> leaderWithEnvironment(String entry) {
        return allWithEnvironment(entry).stream()
                .filter(process -> stat(process.pid())
                        .filter(fields -> Long.parseLong(fields[GROUP]) == process.pid())
                        .isPresent())
                .findFirst();
    }

    /** The processes that have this entry, {@code NAME=value}, in their environment. */
    static List<Identity> allWithEnvironment(String entry) {
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(path -> read(path.resolve("environ"))
                            .map(environment ->
                                    Arrays.asList(environment.split("\0", -1)).contains(entry))
                            .orElse(false))
                    .map(path -> Long.parseLong(path.getFileName().toString()))
                    .flatMap(pid -> identify(pid).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String[]> stat(long pid) {
        return read(PROC.resolve(Long.toString(pid)).resolve("stat"))
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    }

    /** Empty for processes that ended meanwhile or belong to others. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
