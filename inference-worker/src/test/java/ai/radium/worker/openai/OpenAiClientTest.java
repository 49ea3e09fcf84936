package ai.radium.worker.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OpenAiClientTest {
    private static final String REPLY = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    private static final int KEPT = 3;

    @Test
    void asksOnAFreshConnectionWhenAllThatWereKeptAreClosedUnderIt() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ServerSocket server = new ServerSocket(0, KEPT + 1, InetAddress.getLoopbackAddress())) {
            OpenAiClient client =
                    new OpenAiClient(http, URI.create("http://127.0.0.1:" + server.getLocalPort()), "key");
            Thread.startVirtualThread(() -> serve(server));
            for (Future<Reply> reply :
                    threads.invokeAll(Collections.<Callable<Reply>>nCopies(KEPT, () -> ask(client)))) {
                assertThat(reply.get().isOk()).isTrue();
            }

            assertThat(ask(client).isOk()).isTrue();
        }
    }

    private static Reply ask(OpenAiClient client) throws InterruptedException {
        return client.post("/", OpenAiClient.JSON.createObjectNode());
    }

    /** Answers one request on each of so many connections, closes each when its second has come, and answers on the next. */
    private static void serve(ServerSocket server) {
        try {
            List<Socket> kept = new ArrayList<>();
            while (kept.size() < KEPT) {
                kept.add(server.accept());
            }
            for (Socket connection : kept) {
                answer(connection);
            }
            kept.forEach(connection -> Thread.startVirtualThread(() -> closeOnRequest(connection)));
            try (Socket fresh = server.accept()) {
                answer(fresh);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void closeOnRequest(Socket connection) {
        try (connection) {
            skip(requests(connection));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static BufferedReader requests(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void answer(Socket socket) throws IOException {
        skip(requests(socket));
        socket.getOutputStream().write(REPLY.getBytes(StandardCharsets.US_ASCII));
    }

    /** A head up to its empty line, and a body of two characters. */
    private static void skip(BufferedReader requests) throws IOException {
        for (String line = requests.readLine(); line != null && !line.isEmpty(); line = requests.readLine()) {
            assertThat(line).isNotBlank();
        }
        requests.skip(2);
    }
}
