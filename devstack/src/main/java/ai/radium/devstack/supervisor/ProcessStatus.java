package ai.radium.devstack.supervisor;

import ai.radium.process.ProcessIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code status} tells of one process; pid 0 when it does not run. */
public record ProcessStatus(String name, long pid, List<Integer> ports, String state, long rssBytes, int restarts) {
    public ProcessStatus {
        ports = List.copyOf(ports);
    }

    static ProcessStatus of(Supervised process) {
        return new ProcessStatus(
                process.part().name(),
                process.pid().map(ProcessIdentity::pid).orElse(0L),
                List.copyOf(process.part().ports().values()),
                process.look().shown(),
                process.pid().map(process.part()::rssBytes).orElse(0L),
                process.restarts());
    }

    /** One line that {@link #parse} reads. */
    String line() {
        return "%s;%d;%s;%s;%d;%d"
                .formatted(
                        name,
                        pid,
                        ports.stream().map(String::valueOf).collect(Collectors.joining(",")),
                        state,
                        rssBytes,
                        restarts);
    }

    public static ProcessStatus parse(String line) {
        String[] fields = line.split(";", -1);
        List<Integer> ports = Arrays.stream(fields[2].split(",", -1))
                .filter(port -> !port.isEmpty())
                .map(Integer::valueOf)
                .toList();
        return new ProcessStatus(
                fields[0],
                Long.parseLong(fields[1]),
                ports,
                fields[3],
                Long.parseLong(fields[4]),
                Integer.parseInt(fields[5]));
    }
}
