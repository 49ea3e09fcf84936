package ai.radium.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code /proc/PID/stat} says of a process, see proc(5).
 *
 * @param state R, S, D, T and so on; Z and X for one that has ended and whose parent has not noticed yet
 * @param group its process group
 * @param startTicks clock ticks from the machine's boot to its start
 */
record Stat(char state, long group, long startTicks) {
    /** Fields after the command, which ends in the last parenthesis: state is field 3, group field 5, start field 22. */
    private static final int GROUP = 2;

    private static final int START_TICKS = 19;

    /** Empty when there is no such process. */
    static Optional<Stat> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(
                    new Stat(fields[0].charAt(0), Long.parseLong(fields[GROUP]), Long.parseLong(fields[START_TICKS])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    boolean hasEnded() {
        return state == 'Z' || state == 'X';
    }
}
