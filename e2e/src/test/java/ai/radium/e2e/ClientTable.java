package ai.radium.e2e;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which feature of which client works, as Markdown. */
final class ClientTable {
    private final Map<String, List<ClientOutcome>> rows = new LinkedHashMap<>();

    void add(String client, List<ClientOutcome> outcomes) {
        rows.put(client, outcomes);
    }

    /** A row for each client, a column for each feature; below it the reasons of what is no pass. */
    String text() {
        String head = row("client", Stream.of(ClientFeature.values()).map(ClientFeature::word));
        String line = row("---", Stream.of(ClientFeature.values()).map(feature -> "---"));
        String results = rows.entrySet().stream()
                .map(client -> row(client.getKey(), client.getValue()))
                .collect(Collectors.joining());
        String reasons = rows.entrySet().stream()
                .map(client -> reasons(client.getKey(), client.getValue()))
                .collect(Collectors.joining());
        return head + line + results + System.lineSeparator() + reasons;
    }

    static String row(String client, List<ClientOutcome> outcomes) {
        return row(client, Stream.of(ClientFeature.values()).map(feature -> result(outcomes, feature)));
    }

    /** A line for each reason, with the features that it is of. */
    private static String reasons(String client, List<ClientOutcome> outcomes) {
        Map<String, List<String>> features = outcomes.stream()
                .filter(outcome -> !outcome.result().equals("pass"))
                .collect(Collectors.groupingBy(
                        outcome -> outcome.result() + ", " + outcome.reason(),
                        LinkedHashMap::new,
                        Collectors.mapping(ClientOutcome::feature, Collectors.toList())));
        return features.entrySet().stream()
                .map(reason ->
                        "- %s, %s: %s%n".formatted(client, String.join(", ", reason.getValue()), reason.getKey()))
                .collect(Collectors.joining());
    }

    private static String result(List<ClientOutcome> outcomes, ClientFeature feature) {
        return outcomes.stream()
                .filter(outcome -> outcome.feature().equals(feature.word()))
                .map(ClientOutcome::result)
                .findFirst()
                .orElse("?");
    }

    private static String row(String first, Stream<String> cells) {
        return Stream.concat(Stream.of(first), cells)
                .collect(Collectors.joining(" | ", "| ", " |" + System.lineSeparator()));
    }
}
