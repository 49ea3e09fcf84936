package ai.radium.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.problem.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds enums of problems to the table of errors that is published ({@code errors.yaml} of contracts). */
public final class PublishedErrors {
    private PublishedErrors() {}

    /** @param of whose problems these are, all of them */
    public static void hold(String of, Problem... problems) {
        Map<String, Integer> published = new TreeMap<>();
        PublishedApi.read("errors.json").properties().forEach(entry -> {
            for (JsonNode owner : entry.getValue().required("of")) {
                if (owner.asText().equals(of)) {
                    published.put(
                            entry.getKey(), entry.getValue().required("status").asInt());
                }
            }
        });
        assertThat(published)
                .as("codes and statuses of " + of)
                .isEqualTo(Stream.of(problems).collect(Collectors.toMap(Problem::name, Problem::status)));
    }
}
