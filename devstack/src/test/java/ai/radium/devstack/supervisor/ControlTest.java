package ai.radium.devstack.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.devstack.process.StackFailure;
import ai.radium.process.ProcessIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {
    @TempDir
    Path home;

    @Test
    void answersLinesAndRefusesByASentence() throws IOException {
        try (Control control = new Control("word", (verb, arguments, answer) -> {
            answer.accept(verb + " " + arguments);
            throw new StackFailure("it is\nlate");
        })) {
            new StateFile(home).putControl(new ControlAddress(ProcessIdentity.own(), control.port(), "word"));
            Client client = Client.of(home).orElseThrow();
            assertThatThrownBy(() -> client.follow(line -> assertThat(line).isEqualTo("up [now]"), "up", "now"))
                    .hasMessage("it is late");
        }
    }

    @Test
    void refusesACallerThatCannotReadTheStateFile() throws IOException {
        try (Control control = new Control("word", (verb, arguments, answer) -> answer.accept("done"))) {
            new StateFile(home).putControl(new ControlAddress(ProcessIdentity.own(), control.port(), "guess"));
            assertThatThrownBy(() -> Client.of(home).orElseThrow().call("down"))
                    .hasMessage("the control token is wrong");
        }
    }

    @Test
    void readsNoEndlessLineOfAStranger() throws IOException {
        try (Control control = new Control("word", (verb, arguments, answer) -> answer.accept("done"));
                Socket stranger = new Socket(InetAddress.getLoopbackAddress(), control.port())) {
            stranger.setSoTimeout(10_000);
            stranger.getOutputStream().write(new byte[4_096]);
            assertThat(new String(stranger.getInputStream().readNBytes(32), UTF_8))
                    .isEqualTo("error the control token is wrong");
        }
    }

    @Test
    void saysThatAnotherVersionLeftItsState() throws IOException {
        Files.writeString(home.resolve("state.properties"), "supervisor=1@2026-01-01T00\\:00\\:00Z\n");

        assertThatThrownBy(() -> Client.of(home))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("written by another version of Radium");
    }

    @Test
    void findsNoSupervisorThatHasEnded() {
        ProcessIdentity gone = new ProcessIdentity(
                ProcessIdentity.own().pid(),
                ProcessIdentity.own().startTicks() + 1,
                ProcessIdentity.own().bootId());
        new StateFile(home).putControl(new ControlAddress(gone, 1, "word"));
        assertThat(Client.of(home)).isEmpty();
    }
}
