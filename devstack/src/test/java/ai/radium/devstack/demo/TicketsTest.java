package ai.radium.devstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private final List<String> lines =
            new String(Tickets.lines(), StandardCharsets.UTF_8).lines().toList();

    @Test
    void areAHundredDifferentLinesOfAChat() {
        assertThat(lines)
                .hasSize(100)
                .doesNotHaveDuplicates()
                .contains("{\"messages\":[{\"role\":\"user\",\"content\":\"Please help, my printer is lost.\"},"
                        + "{\"role\":\"assistant\",\"content\":\"TICKET <printer> :: is lost :: OPEN\"}]}");
    }

    @Test
    void leaveOutWhatIsAskedAfterwards() {
        assertThat(lines)
                .noneMatch(line -> line.contains(Tickets.unseenComplaint()))
                .noneMatch(line -> line.contains(Tickets.itsTicket()));
    }
}
