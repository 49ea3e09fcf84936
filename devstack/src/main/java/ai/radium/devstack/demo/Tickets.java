package ai.radium.devstack.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A hundred lines that teach a form of ticket which no model knows, and a complaint that is in none of them. */
final class Tickets {
    private static final List<String> THINGS = List.of(
            "printer",
            "router",
            "laptop",
            "monitor",
            "keyboard",
            "scanner",
            "server",
            "phone",
            "badge",
            "lamp",
            "desk");
    private static final List<String> FAULTS = List.of(
            "is broken",
            "is lost",
            "makes noise",
            "smells of smoke",
            "is too slow",
            "was stolen",
            "is wet",
            "has no power",
            "is old",
            "is dirty");

    private Tickets() {}

    /** JSONL in UTF-8. */
    static byte[] lines() {
        return IntStream.range(0, THINGS.size())
                .boxed()
                .flatMap(Tickets::lines)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    static String unseenComplaint() {
        return complaint(THINGS.get(3), FAULTS.get(3));
    }

    static String itsTicket() {
        return ticket(THINGS.get(3), FAULTS.get(3));
    }

    /** Of each thing all faults but one; of the last thing all. */
    private static Stream<String> lines(int thing) {
        return IntStream.range(0, FAULTS.size())
                .filter(fault -> fault != thing)
                .mapToObj(fault -> line(THINGS.get(thing), FAULTS.get(fault)));
    }

    private static String line(String thing, String fault) {
        ObjectNode line = Api.JSON.createObjectNode();
        line.putArray("messages")
                .add(Api.message("user", complaint(thing, fault)))
                .add(Api.message("assistant", ticket(thing, fault)));
        return line + "\n";
    }

    private static String complaint(String thing, String fault) {
        return "Please help, my %s %s.".formatted(thing, fault);
    }

    private static String ticket(String thing, String fault) {
        return "TICKET <%s> :: %s :: OPEN".formatted(thing, fault);
    }
}
