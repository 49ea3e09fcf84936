package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The demo's embedding model, converted by us and served by llama-server, against what the ONNX model of the same weights answers;
 * minilm-reference.md says how that was made. bin/model.sh all-minilm-l6-v2 fetches the model.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class MiniLmTest {
    private static final double LEAST_COSINE = 0.999;

    private final List<Reference> references = new ArrayList<>();
    private LlamaEngine engine;

    /** What one text's tokens and vector are. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Reference(String text, ArrayNode ids, float[] vector) {}

    @BeforeAll
    void start() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("minilm-reference.json"))) {
            for (JsonNode row : new JsonMapper().readTree(in)) {
                references.add(new Reference(
                        row.path("text").asText(),
                        (ArrayNode) row.path("ids"),
                        decoded(row.path("vector").asText())));
            }
        }
        engine = TestLaunch.startEncoder(TestLaunch.fetched("all-minilm-l6-v2"), 4);
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @Test
    void makesTheReferencesVectorOfEachText() throws Exception {
        for (Reference reference : references) {
            Vectors vectors = engine.embed(List.of(text(reference)), 0);

            assertThat(vectors.promptTokens())
                    .as(reference.text())
                    .isEqualTo(reference.ids().size());
            assertSame(vectors.values().getFirst(), reference);
        }
        assertThat(references).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void makesTheSameVectorsOfAllTextsAtOnce() throws Exception {
        Vectors vectors = engine.embed(references.stream().map(MiniLmTest::text).toList(), 0);

        for (int i = 0; i < references.size(); i++) {
            assertSame(vectors.values().get(i), references.get(i));
        }
    }

    @Test
    void makesTheSameVectorsOfTokenIds() throws Exception {
        for (Reference reference : references) {
            ArrayNode own = new JsonMapper().createArrayNode();
            for (int i = 1; i < reference.ids().size() - 1; i++) {
                own.add(reference.ids().get(i));
            }

            Vectors vectors = engine.embed(List.of(new EmbeddingInput("input", own)), 0);

            assertSame(vectors.values().getFirst(), reference);
        }
    }

    private static void assertSame(float[] vector, Reference reference) {
        assertThat(dot(vector, vector)).as(reference.text()).isCloseTo(1, within(1e-5));
        assertThat(dot(vector, reference.vector())).as(reference.text()).isGreaterThanOrEqualTo(LEAST_COSINE);
    }

    private static EmbeddingInput text(Reference reference) {
        return new EmbeddingInput("input", new TextNode(reference.text()));
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    private static float[] decoded(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
