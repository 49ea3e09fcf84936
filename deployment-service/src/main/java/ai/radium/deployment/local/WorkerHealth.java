package ai.radium.deployment.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks workers whether they take calls, and remembers when each last said that it is alive. One that was never asked
 * before, for example since this service started, counts as heard now.
 */
final class WorkerHealth implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int OK = 200;
    private static final int NO_ANSWER = 0;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Instant> heardAt = new ConcurrentHashMap<>();
    private final Map<String, Instant> fetchingAt = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Duration silentAfter;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    WorkerHealth(InstantSource clock, Duration silentAfter) {
        this.clock = clock;
        this.silentAfter = silentAfter;
    }

    /**
     * A worker that says no is not ready at once; one that was ready and gives no answer only after some time: a machine
     * under load may be late with one answer.
     */
    SeenWorker look(Worker worker) {
        Instant known = heardAt.computeIfAbsent(worker.launch(), first -> clock.instant());
        Answer ready = ask(worker, "/health/ready");
        int readiness = ready.status();
        boolean isAlive = readiness == OK
                || (readiness != NO_ANSWER && ask(worker, "/health/live").status() == OK);
        Instant now = clock.instant();
        if (ready.saysFetching()) {
            fetchingAt.put(worker.launch(), now);
        }
        if (isAlive) {
            heardAt.put(worker.launch(), now);
        }
        Duration silentFor = isAlive ? Duration.ZERO : Duration.between(known, now);
        boolean isLate = readiness == NO_ANSWER && worker.readyAt() != null && silentFor.compareTo(silentAfter) < 0;
        return new SeenWorker(worker, true, readiness == OK || isLate, silentFor, fetchingAt.get(worker.launch()));
    }

    /** Its process ended. */
    void forget(Worker worker) {
        heardAt.remove(worker.launch());
        fetchingAt.remove(worker.launch());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private Answer ask(Worker worker, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (worker.port() + 1) + path))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Answer(NO_ANSWER, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(NO_ANSWER, "");
        }
    }

    /** What a worker says; JSON, see inference-worker. */
    private record Answer(int status, String body) {
        boolean saysFetching() {
            try {
                return status != OK && JSON.readTree(body).path("fetching").asBoolean();
            } catch (JsonProcessingException e) {
                return false; // a server in front of it, or none of ours
            }
        }
    }
}
