package ai.radium.devstack.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.radium.devstack.process.StackFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The supervisor's ear on loopback. A call is one line, {@code token verb argument…}; the reply is any number of lines
 * beginning with a space and then {@code ok} or {@code error <sentence>}.
 */
public final class Control implements AutoCloseable {
    /** What a verb does: it may answer lines while it works, and refuses by {@link StackFailure}. */
    public interface Verbs {
        void call(String verb, List<String> arguments, Consumer<String> answer) throws InterruptedException;
    }

    private static final Duration LAST_REPLIES = Duration.ofSeconds(2);

    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final ServerSocket socket;
    private final String token;
    private final Verbs verbs;

    public Control(String token, Verbs verbs) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.token = token;
        this.verbs = verbs;
        Thread.ofPlatform().name("control").start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Calls under way get their reply first. */
    @Override
    public void close() throws IOException {
        socket.close();
        calls.shutdown();
        try {
            if (!calls.awaitTermination(LAST_REPLIES.toMillis(), TimeUnit.MILLISECONDS)) {
                calls.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                calls.execute(() -> serve(caller));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    System.getLogger(Control.class.getName()).log(System.Logger.Level.WARNING, "a call was lost", e);
                }
            }
        }
    }

    private void serve(Socket caller) {
        try (caller;
                BufferedReader in = new BufferedReader(new InputStreamReader(caller.getInputStream(), UTF_8));
                PrintWriter out = new PrintWriter(caller.getOutputStream(), true, UTF_8)) {
            String line = in.readLine();
            if (line == null) {
                return;
            }
            List<String> words = Arrays.asList(line.split(" ", -1));
            if (words.size() < 2 || !words.getFirst().equals(token)) {
                out.println("error the control token is wrong");
                return;
            }
            answer(words, out);
        } catch (IOException e) {
            System.getLogger(Control.class.getName()).log(System.Logger.Level.DEBUG, "a caller went away", e);
        }
    }

    private void answer(List<String> words, PrintWriter out) {
        try {
            verbs.call(words.get(1), words.subList(2, words.size()), answered -> out.println(" " + answered));
            out.println("ok");
        } catch (StackFailure failure) {
            out.println("error " + String.valueOf(failure.getMessage()).replace('\n', ' '));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.println("error the supervisor is stopping");
        }
    }
}
