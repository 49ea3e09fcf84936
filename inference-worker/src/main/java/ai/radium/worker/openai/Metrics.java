package ai.radium.worker.openai;

import java.util.Arrays;
import java.util.OptionalDouble;

/** A server's metrics in Prometheus's text format. */
public final class Metrics {
    private Metrics() {}

    /** The sum over all label sets of a metric; nothing if the server has none of that name. */
    public static OptionalDouble read(OpenAiClient client, String name) throws InterruptedException {
        double[] values = client.text("/metrics")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> number(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        return values.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Arrays.stream(values).sum());
    }

    private static double number(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return 0; // +Inf and the like; no gauge that is asked for here has one
        }
    }
}
