package ai.radium.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** The training loss as bars, one row for some steps, as they come. */
final class LossCurve {
    private static final int ROWS = 16;
    private static final int WIDTH = 44;

    private final PrintStream out;
    private double highest;
    private int drawn;

    LossCurve(PrintStream out) {
        this.out = out;
    }

    /**
     * Draws what is new.
     *
     * @param metrics of all steps so far, in any order
     * @param steps of the whole job
     */
    void draw(JsonNode metrics, int steps) {
        List<JsonNode> ordered = StreamSupport.stream(metrics.spliterator(), false)
                .filter(metric -> metric.path("trainLoss").isNumber())
                .sorted(Comparator.comparingInt(metric -> metric.path("step").asInt()))
                .toList();
        for (JsonNode metric : ordered) {
            int step = metric.path("step").asInt();
            if (step > drawn && (step == 1 || step == steps || step >= drawn + Math.max(1, steps / ROWS))) {
                row(step, steps, metric.path("trainLoss").asDouble());
                drawn = step;
            }
        }
    }

    private void row(int step, int steps, double loss) {
        highest = Math.max(highest, loss);
        int length = (int) Math.round(WIDTH * loss / highest);
        out.printf(Locale.ROOT, "      step %3d of %d  loss %6.3f  %s%n", step, steps, loss, "#".repeat(length));
    }
}
