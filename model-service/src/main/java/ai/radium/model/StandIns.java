package ai.radium.model;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Which model answers for which. */
record StandIns(Map<String, String> models) {
    private static final String NONE = "-";

    StandIns {
        models = Map.copyOf(models);
    }

    /**
     * From the configuration: {@code model=stand-in} separated by commas, {@code -} for none.
     *
     * @throws IllegalArgumentException when a part is no such pair
     */
    static StandIns of(String text) {
        if (text.equals(NONE)) {
            return new StandIns(Map.of());
        }
        return new StandIns(Arrays.stream(text.split(",", -1))
                .map(pair -> pair.strip().split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0].strip(), StandIns::standIn)));
    }

    private static String standIn(String[] pair) {
        if (pair.length != 2 || pair[1].isBlank()) {
            throw new IllegalArgumentException("radium.model.stand-ins wants model=stand-in, got " + pair[0]);
        }
        return pair[1].strip();
    }
}
