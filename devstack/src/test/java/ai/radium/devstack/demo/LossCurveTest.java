package ai.radium.devstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossCurveTest {
    private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    private final LossCurve curve = new LossCurve(new PrintStream(drawn, true, StandardCharsets.UTF_8));

    @Test
    void drawsOneRowForSomeStepsAndNoneTwice() {
        curve.draw(losses(1, 20), 40);
        curve.draw(losses(1, 40), 40);

        List<String> rows = rows();
        assertThat(rows).hasSizeBetween(16, 22).doesNotHaveDuplicates();
        assertThat(rows.getFirst()).startsWith("      step   1 of 40  loss  4.000  ####");
        assertThat(rows.getLast()).startsWith("      step  40 of 40  loss  0.100  #");
        assertThat(rows.getFirst()).hasSizeGreaterThan(rows.getLast().length());
    }

    @Test
    void drawsNothingBeforeTheFirstStep() {
        curve.draw(Api.JSON.createArrayNode(), 0);

        assertThat(rows()).isEmpty();
    }

    private List<String> rows() {
        return drawn.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static ArrayNode losses(int from, int to) {
        ArrayNode metrics = Api.JSON.createArrayNode();
        for (int step = to; step >= from; step--) {
            metrics.addObject().put("step", step).put("trainLoss", 4.1 - 0.1 * step);
        }
        return metrics;
    }
}
