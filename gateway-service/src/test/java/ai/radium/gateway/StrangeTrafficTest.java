package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One request in is one request out, in order, and never another account's reply: random traffic of two accounts. More of
 * it by {@code -Dstrange.requests=100000} and another by {@code -Dstrange.seed}.
 */
class StrangeTrafficTest {
    private static final int REQUESTS = Integer.getInteger("strange.requests", 4_000);
    private static final long SEED = Long.getLong("strange.seed", System.nanoTime());
    private static final int CLIENTS = 8;
    private static final Pattern REPLY = Pattern.compile("HTTP/1\\.1 (\\d{3})|\"id\":\"([^\"]*)\"");

    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyRequestIsAnsweredOnceInOrderAndByItsOwnReply(@TempDir Path home) throws Exception {
        try (var service = new CountingService((request, to) -> {
                    String id = request.line().replaceFirst("^[A-Z]+ /deployments/([^/ ]+)(/start)? HTTP/1.1$", "$1");
                    if (!arrived.add(id)) {
                        note("came twice: " + request.line());
                    }
                    CountingService.reply(to, "{\"id\":\"" + id + "\"}");
                });
                var gateway = new LocalGateway(
                        new GatewayHome(home).key("alice", "acct_a", Map.of()).key("bob", "acct_b", Map.of()),
                        Map.of("RADIUM_DEPLOYMENT_SERVICE", service.uri()));
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Callable<int[]>> work = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                var traffic = new StrangeTraffic(SEED + i, i % 2 == 0 ? "alice" : "bob", "c" + i);
                work.add(() -> run(gateway, traffic));
            }
            int asked = 0;
            int answered = 0;
            for (Future<int[]> done : clients.invokeAll(work)) {
                asked += done.get()[0];
                answered += done.get()[1];
            }
            System.getLogger("strange")
                    .log(
                            System.Logger.Level.INFO,
                            "seed " + SEED + ": " + asked + " requests sent, " + answered + " answered by the service, "
                                    + arrived.size() + " arrived, " + wrong.size() + " wrong");

            assertThat(wrong).as("seed " + SEED).isEmpty();
            assertThat(service.nonsense).as("seed " + SEED).isEmpty();
            assertThat(answered).isGreaterThan(asked / 2);
        }
    }

    private int[] run(LocalGateway gateway, StrangeTraffic traffic) throws IOException {
        int asked = 0;
        int answered = 0;
        while (asked < REQUESTS / CLIENTS) {
            StrangeTraffic.Script script = traffic.next();
            asked += script.ids().size();
            try (var connection = gateway.connect()) {
                say(connection, script.text());
                if (!script.closes()) {
                    answered += check(script, replies(connection));
                }
            }
        }
        return new int[] {asked, answered};
    }

    private static void say(LocalGateway.RawClient connection, String text) throws IOException {
        try {
            connection.say(text);
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching("Connection reset.*|Broken pipe");
        }
    }

    /** What came; where a request asks for the end, those behind it are unread, and the end may be a reset. */
    private static String replies(LocalGateway.RawClient connection) throws IOException {
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        try {
            connection.socket().getInputStream().transferTo(came);
        } catch (SocketTimeoutException e) {
            came.writeBytes("no end came".getBytes(StandardCharsets.US_ASCII));
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("Connection reset");
        }
        return came.toString(StandardCharsets.ISO_8859_1);
    }

    /** Each reply with an id is of this script, in its order. */
    private int check(StrangeTraffic.Script script, String replies) {
        Matcher reply = REPLY.matcher(replies);
        int at = 0;
        int answered = 0;
        while (reply.find()) {
            if (reply.group(2) == null) {
                continue;
            }
            answered++;
            int found = script.ids().subList(at, script.ids().size()).indexOf(reply.group(2));
            if (found < 0) {
                note("a reply of another request: " + reply.group(2) + " to " + script.ids() + "\n" + script.text());
                return answered;
            }
            at += found + 1;
        }
        return answered;
    }

    private void note(String what) {
        synchronized (wrong) {
            wrong.add(what);
        }
    }
}
