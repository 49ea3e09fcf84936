package ai.radium.e2e;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc.WorkerBlockingStub;
import io.grpc.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * A stream that its client leaves in the middle.
 *
 * @param seed by which the engine's slots tell it from others
 * @param tokens how many the client reads
 */
record LeftStream(String requestId, int seed, int tokens) {
    private static final String MESSAGES = "[{\"role\":\"user\",\"content\":\"Tell me a long story.\"}]";

    /** SmolLM2's two tokens that end an answer: none of them, so that no stream ends before it is left. */
    static final String NO_END = "{\"0\":-100,\"2\":-100}";

    private static final int MOST_TOKENS = 1_000;

    /** What is done with the last token in hand, before leaving. */
    interface LastLook {
        void take() throws IOException, InterruptedException;
    }

    /** By a gRPC client of the worker, which cancels; gives the moment. */
    long cancelledAt(WorkerBlockingStub worker, LastLook look) throws Exception {
        GenerateRequest request = GenerateRequest.newBuilder()
                .setInput(MESSAGES)
                .setMaxTokens(MOST_TOKENS)
                .setSeed(seed)
                .setLogitBias(NO_END)
                .setRequestId(requestId)
                .build();
        try (Context.CancellableContext call = Context.current().withCancellation()) {
            Iterator<Event> events = call.call(() -> worker.generate(request));
            for (int deltas = 0; deltas < tokens; ) {
                deltas += events.next().hasDelta() ? 1 : 0;
            }
            look.take();
            return System.nanoTime();
        }
    }

    /** By an HTTP client of the gateway, which hangs up; gives the moment. */
    long hungUpAt(ApiClient api, String model, LastLook look) throws IOException, InterruptedException {
        URI address = URI.create(api.baseUrl() + "/chat/completions");
        try (Socket socket = new Socket(address.getHost(), address.getPort());
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write(request(address, api.key(), model).getBytes(StandardCharsets.UTF_8));
            String status = lines.readLine();
            for (int chunks = 0; chunks < tokens; ) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IllegalStateException(requestId + " ended by itself after " + status);
                }
                chunks += line.contains("\"content\":\"") ? 1 : 0;
            }
            look.take();
            return System.nanoTime();
        }
    }

    private String request(URI address, String key, String model) {
        String body =
                "{\"model\":\"%s\",\"messages\":%s,\"max_tokens\":%d,\"seed\":%d,\"logit_bias\":%s,\"stream\":true}"
                        .formatted(model, MESSAGES, MOST_TOKENS, seed, NO_END);
        return String.join(
                "\r\n",
                "POST " + address.getPath() + " HTTP/1.1",
                "Host: " + address.getAuthority(),
                "Authorization: Bearer " + key,
                "X-Request-Id: " + requestId,
                "Content-Type: application/json",
                "Content-Length: " + body.length(),
                "",
                body);
    }
}
