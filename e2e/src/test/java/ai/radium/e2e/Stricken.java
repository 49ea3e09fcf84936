package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Calls of one key while something befalls a part of the platform, and the sum of them afterwards. */
final class Stricken {
    private static final int CALLS = 120;
    private static final int CLIENTS = 4;

    /** Of each client the call that the gateway held, and one more that it took in while it died. */
    private static final int MOST_BROKEN = 2 * CLIENTS;

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Platform platform;
    private final String what;
    private final boolean gatewayDies;

    /** What befalls the part. */
    interface Blow {
        void fall() throws Exception;
    }

    /** @param part whose end clients may see only if it is the gateway */
    Stricken(Platform platform, String part, String what) {
        this.platform = platform;
        this.what = part + " " + what;
        gatewayDies = part.equals("gateway-service");
    }

    /** Prints what clients saw, the time until all is whole, and tokens told and billed; fails if a token differs. */
    void by(Blow blow) throws Exception {
        JsonNode key = platform.newKey("{\"name\":\"stricken\"}");
        ApiClient api = platform.api().withKey(Platform.secret(key));
        Traffic traffic = new Traffic(api, platform.model(), CALLS, CLIENTS);
        traffic.start();
        traffic.awaitEnded(CALLS / 4);
        traffic.awaitOpen(1);

        blow.fall();
        long struck = System.nanoTime();
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(platform::isWhole);
        long wholeAfter = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - struck);
        List<Call> calls = traffic.finish();

        List<Call> bare =
                calls.stream().filter(call -> call.end() == Call.End.BARE).toList();
        assertThat(bare).as(what).hasSizeLessThanOrEqualTo(gatewayDies ? MOST_BROKEN : 0);
        if (!gatewayDies) {
            assertThat(calls).as(what).noneMatch(call -> call.end() == Call.End.UNREACHED);
        }
        Map<String, Integer> told = calls.stream()
                .filter(call -> call.completionTokens() > 0)
                .collect(Collectors.toMap(Call::requestId, Call::completionTokens));
        BilledLines lines = new BilledLines(platform.api(), key.at("/data/id").asText());
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            Map<String, Integer> billed = new HashMap<>(lines.completionTokensByRequest());
            bare.forEach(call -> billed.remove(call.requestId())); // its client never heard how much it was
            assertThat(billed).as(what).containsExactlyInAnyOrderEntriesOf(told);
        });
        Map<Call.End, Long> ends =
                calls.stream().collect(Collectors.groupingBy(Call::end, TreeMap::new, Collectors.counting()));
        System.out.printf(
                "%s: clients saw %s, whole after %d ms, tokens told = billed = %d%n",
                what, ends, wholeAfter, told.values().stream().mapToInt(n -> n).sum());
    }
}
