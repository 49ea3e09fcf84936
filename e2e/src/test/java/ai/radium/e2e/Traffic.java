package ai.radium.e2e;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Some clients that make calls back to back: streams and JSON, chats and completions, short and longer answers. */
final class Traffic {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** As a refusal asks for; without it the calls would be used up while a replica starts. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ApiClient api;
    private final String model;
    private final int total;
    private final int clients;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentLinkedQueue<Call> ended = new ConcurrentLinkedQueue<>();
    private final Semaphore done = new Semaphore(0);

    Traffic(ApiClient api, String model, int total, int clients) {
        this.api = api;
        this.model = model;
        this.total = total;
        this.clients = clients;
    }

    void start() {
        for (int i = 0; i < clients; i++) {
            Thread.ofVirtual().name("client-" + i).start(this::client);
        }
    }

    void awaitEnded(int calls) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> ended.size() >= calls);
    }

    void awaitOpen(int calls) {
        Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(PATIENCE).until(() -> open.get() >= calls);
    }

    List<Call> finish() throws InterruptedException {
        done.acquire(clients);
        return new ArrayList<>(ended);
    }

    private void client() {
        try {
            for (int i = next.getAndIncrement(); i < total; i = next.getAndIncrement()) {
                Call call = call(i);
                ended.add(call);
                if (call.end() == Call.End.REFUSED || call.end() == Call.End.UNREACHED) {
                    Thread.sleep(RETRY_AFTER);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.release();
        }
    }

    private Call call(int i) throws InterruptedException {
        boolean stream = i % 2 == 0;
        boolean chat = i % 3 != 0;
        String requestId = "traffic-" + System.identityHashCode(this) + "-" + i;
        open.incrementAndGet();
        try {
            return api.call(requestId, chat ? "/chat/completions" : "/completions", body(i, stream, chat), stream);
        } catch (ConnectException e) {
            return new Call(requestId, 0, Call.End.UNREACHED, 0, 0, String.valueOf(e));
        } catch (IOException e) {
            return new Call(requestId, 0, Call.End.BARE, 0, 0, String.valueOf(e));
        } finally {
            open.decrementAndGet();
        }
    }

    private String body(int i, boolean stream, boolean chat) {
        String input = chat
                ? "\"messages\":[{\"role\":\"user\",\"content\":\"Count from %d upwards.\"}]".formatted(i)
                : "\"prompt\":\"The number %d is\"".formatted(i);
        String options = stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "";
        return "{\"model\":\"%s\",%s,\"max_tokens\":%d%s}".formatted(model, input, 1 + i % 16, options);
    }
}
