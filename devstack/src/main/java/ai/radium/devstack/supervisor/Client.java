package ai.radium.devstack.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.radium.devstack.process.StackFailure;
import ai.radium.process.GracefulStop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Talks to the running supervisor of a home folder. */
public final class Client {
    private final ControlAddress address;

    private Client(ControlAddress address) {
        this.address = address;
    }

    /** The supervisor of this home, if one runs. */
    public static Optional<Client> of(Path home) {
        return new StateFile(home).control().map(Client::new);
    }

    /** Ends the supervisor alone; the next one adopts its processes or starts them anew. */
    public void endSupervisor() {
        GracefulStop.kill(address.supervisor());
        if (!address.supervisor().endsWithin(Duration.ofSeconds(10))) {
            throw new StackFailure(
                    "supervisor %d does not end".formatted(address.supervisor().pid()));
        }
    }

    /** Waits for a supervisor that was told to end; whether it did. */
    public boolean endsWithin(Duration limit) {
        return address.supervisor().endsWithin(limit);
    }

    /** Calls a verb and answers its lines. */
    public List<String> call(String verb, String... arguments) {
        List<String> lines = new ArrayList<>();
        follow(lines::add, verb, arguments);
        return lines;
    }

    /** Calls a verb and hands over its lines as they come. */
    public void follow(Consumer<String> listener, String verb, String... arguments) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.port());
                PrintWriter out = new PrintWriter(socket.getOutputStream(), true, UTF_8);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            out.println(
                    address.token() + " " + verb + (arguments.length == 0 ? "" : " ") + String.join(" ", arguments));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("ok")) {
                    return;
                }
                if (line.startsWith("error ")) {
                    throw new StackFailure(line.substring("error ".length()));
                }
                listener.accept(line.substring(1));
            }
            throw new StackFailure("the supervisor ended during '%s'".formatted(verb));
        } catch (IOException e) {
            throw new StackFailure("the supervisor cannot be reached: " + e.getMessage(), e);
        }
    }
}
