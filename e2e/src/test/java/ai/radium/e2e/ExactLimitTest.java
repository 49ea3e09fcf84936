package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three gateway processes, one real Redis: 100 a minute means 100, whichever gateway is asked. */
@ExtendWith(RunningPlatform.class)
class ExactLimitTest {
    private static final int LIMIT = 100;
    private static final int REQUESTS = 1_000;
    private static final int IN_FLIGHT = 50;

    @Test
    void admitsExactlyTheLimitOverThreeGateways(Platform platform) throws Exception {
        try (MoreGateways more = new MoreGateways(platform, 2)) {
            List<String> three = Stream.concat(Stream.of(platform.baseUrl()), more.baseUrls().stream())
                    .toList();

            assertThat(admitted(three, platform.keyLimitedTo(LIMIT), REQUESTS))
                    .as("spread evenly")
                    .isEqualTo(LIMIT);
            assertThat(admitted(List.of(three.getFirst()), platform.keyLimitedTo(LIMIT), REQUESTS))
                    .as("all on one")
                    .isEqualTo(LIMIT);
            String begun = platform.keyLimitedTo(LIMIT);
            int before = admitted(List.of(three.getLast()), begun, 30);
            assertThat(before + admitted(three, begun, REQUESTS - 30))
                    .as("begun on one, gone on with on three")
                    .isEqualTo(LIMIT);
        }
    }

    /** How many of the requests, some of them at the same time, were answered with 200; the others must be 429. */
    private static int admitted(List<String> baseUrls, String key, int requests) throws Exception {
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                ApiClient api = new ApiClient(baseUrls.get(i % baseUrls.size()), key);
                inFlight.acquire();
                statuses.add(clients.submit(() -> status(api, inFlight)));
            }
            int admitted = 0;
            for (Future<Integer> status : statuses) {
                assertThat(status.get()).isIn(200, 429);
                admitted += status.get() == 200 ? 1 : 0;
            }
            return admitted;
        }
    }

    private static int status(ApiClient api, Semaphore inFlight) throws IOException {
        try {
            return api.get("/models?limit=1").status();
        } finally {
            inFlight.release();
        }
    }
}
