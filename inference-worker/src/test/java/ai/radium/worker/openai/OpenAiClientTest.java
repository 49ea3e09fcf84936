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
import org.junit.jupiter.api.Test;

class OpenAiClientTest {
    private static final String REPLY = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    @Test
    void asksAgainWhenAKeptConnectionIsClosedUnderIt() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            OpenAiClient client =
                    new OpenAiClient(http, URI.create("http://127.0.0.1:" + server.getLocalPort()), "key");
            Thread.startVirtualThread(() -> serve(server));

            assertThat(client.post("/first", OpenAiClient.JSON.createObjectNode())
                            .isOk())
                    .isTrue();
            assertThat(client.post("/second", OpenAiClient.JSON.createObjectNode())
                            .isOk())
                    .isTrue();
        }
    }

    /** Answers the first request, closes the connection when the second has come, and answers it on the next connection. */
    private static void serve(ServerSocket server) {
        try {
            try (Socket first = server.accept()) {
                BufferedReader requests = requests(first);
                answer(first, requests);
                skip(requests);
            }
            try (Socket second = server.accept()) {
                answer(second, requests(second));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static BufferedReader requests(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void answer(Socket socket, BufferedReader requests) throws IOException {
        skip(requests);
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
