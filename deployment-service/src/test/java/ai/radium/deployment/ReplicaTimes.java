package ai.radium.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.Topic;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What was told of how long replicas were ready. */
record ReplicaTimes(Outside outside) {
    /** By replica, in order; the event of one record may be there twice. */
    Map<String, List<JsonNode>> of(String deployment) {
        return outside.published(Topic.DEPLOYMENT_CHANGED, deployment).stream()
                .filter(event -> event.has("replicaId"))
                .distinct()
                .sorted(Comparator.comparing(time -> instant(time, "from")))
                .collect(Collectors.groupingBy(time -> time.path("replicaId").textValue()));
    }

    void assertNoneTwice(String deployment) {
        assertThat(of(deployment).values())
                .allSatisfy(times -> assertThat(gaps(times)).noneMatch(Duration::isNegative));
    }

    /** Of one replica, to some time after this. */
    void assertUnbroken(String deployment, Instant after) {
        assertThat(of(deployment).values()).singleElement().satisfies(times -> {
            assertThat(gaps(times)).containsOnly(Duration.ZERO);
            assertThat(instant(times.getLast(), "until")).isAfter(after);
        });
    }

    /** Between each and the next. */
    static List<Duration> gaps(List<JsonNode> times) {
        return IntStream.range(1, times.size())
                .mapToObj(next ->
                        Duration.between(instant(times.get(next - 1), "until"), instant(times.get(next), "from")))
                .toList();
    }

    static Instant instant(JsonNode time, String field) {
        return Instant.parse(time.path(field).textValue());
    }
}
