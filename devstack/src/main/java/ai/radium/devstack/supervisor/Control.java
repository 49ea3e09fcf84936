package ai.radium.devstack.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.radium.devstack.process.StackFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
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

    /** A caller says its one line at once; whoever does not is no client of ours. */
    private static final int MOST_SILENCE_MILLIS = 2_000;

    private static final int LONGEST_CALL_BYTES = 4_096;

    /** Far more than commands at once; the sockets of strangers must not fill the supervisor's memory. */
    private static final int MOST_CALLERS = 64;

    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final ServerSocket socket;
    private final Semaphore callers = new Semaphore(MOST_CALLERS);
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
                if (callers.tryAcquire()) {
                    calls.execute(() -> serve(caller));
                } else {
                    caller.close();
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    System.getLogger(Control.class.getName()).log(System.Logger.Level.WARNING, "a call was lost", e);
                }
            }
        }
    }

    private void serve(Socket caller) {
        try (caller;
                PrintWriter out = new PrintWriter(caller.getOutputStream(), true, UTF_8)) {
            caller.setSoTimeout(MOST_SILENCE_MILLIS);
            List<String> words = Arrays.asList(line(caller.getInputStream()).split(" ", -1));
            if (words.size() < 2 || !isToken(words.getFirst())) {
                out.println("error the control token is wrong");
                return;
            }
            answer(words, out);
        } catch (IOException e) {
            System.getLogger(Control.class.getName()).log(System.Logger.Level.DEBUG, "a caller went away", e);
        } finally {
            callers.release();
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < LONGEST_CALL_BYTES) {
            int next = in.read();
            if (next == '\n' || next == -1) {
                break;
            }
            line.write(next);
        }
        return line.toString(UTF_8);
    }

    /** Takes as long for a wrong token as for the right one, so that it cannot be found letter by letter. */
    private boolean isToken(String word) {
        return MessageDigest.isEqual(word.getBytes(UTF_8), token.getBytes(UTF_8));
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
