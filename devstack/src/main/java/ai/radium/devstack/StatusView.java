package ai.radium.devstack;

import ai.radium.devstack.supervisor.ProcessStatus;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The processes as people and as scripts read them. */
final class StatusView {
    private static final long MIB = 1 << 20;

    private StatusView() {}

    static String json(List<ProcessStatus> processes) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(processes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> table(List<ProcessStatus> processes) {
        int width = processes.stream()
                .mapToInt(process -> process.name().length())
                .max()
                .orElse(10);
        String row = "%-" + width + "s  %8s  %-13s  %9s  %8s  %s";
        List<String> lines = new ArrayList<>();
        lines.add(row.formatted("NAME", "PID", "STATE", "MEMORY", "RESTARTS", "PORTS"));
        for (ProcessStatus process : processes) {
            lines.add(row.formatted(
                    process.name(),
                    process.pid() == 0 ? "-" : Long.toString(process.pid()),
                    process.state(),
                    process.rssBytes() / MIB + " MiB",
                    process.restarts(),
                    process.ports().stream().map(String::valueOf).collect(Collectors.joining(" "))));
        }
        long total = processes.stream().mapToLong(ProcessStatus::rssBytes).sum();
        lines.add(row.formatted("total", "", "", total / MIB + " MiB", "", "").stripTrailing());
        return lines;
    }
}
