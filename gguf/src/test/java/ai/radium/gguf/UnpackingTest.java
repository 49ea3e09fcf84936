package ai.radium.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gguf.engine.LlamaServer;
import ai.radium.process.ProcessLaunch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ggml packed, and what ggml itself makes of it again. */
class UnpackingTest {
    private static final String MATRIX = "blk.0.ffn_up.weight";
    private static final int WIDTH = 256;

    @TempDir
    private Path folder;

    @Tag("prepared")
    @ParameterizedTest
    @CsvSource({
        "F16,F16",
        "BF16,BF16",
        "Q4_0,Q4_0",
        "Q4_1,Q4_1",
        "Q5_0,Q5_0",
        "Q5_1,Q5_1",
        "Q8_0,Q8_0",
        "Q4_K,Q4_K_S",
        "Q5_K,Q5_K_S",
        "Q6_K,Q6_K"
    })
    void unpacksEveryTypeBitForBitAsGgml(TensorType type, String mixture) throws Exception {
        Path packed = quantized(model(), mixture);
        Path unpacked = quantized(packed, "F32");

        try (ModelFile ours = ModelFile.open(packed);
                ModelFile ggml = ModelFile.open(unpacked)) {
            assertThat(ours.required(MATRIX).type()).isEqualTo(type);
            assertThat(ours.required(MATRIX).values())
                    .isEqualTo(ggml.required(MATRIX).values());
        }
    }

    @Test
    void readsSomeRows() throws Exception {
        try (ModelFile model = ModelFile.open(model())) {
            Tensor matrix = model.required(MATRIX);

            float[] two = matrix.rows(3, 2);

            assertThat(matrix.rows()).isEqualTo(2 * WIDTH);
            assertThat(two).hasSize(2 * WIDTH).startsWith(matrix.values()[3 * WIDTH]);
        }
    }

    private Path quantized(Path model, String mixture) throws IOException, InterruptedException {
        Path out = folder.resolve(mixture + ".gguf");
        Process process = ProcessLaunch.of(List.of(
                        LlamaServer.program().resolveSibling("llama-quantize").toString(),
                        "--allow-requantize",
                        "--pure",
                        model.toString(),
                        out.toString(),
                        mixture))
                .start();
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(process.waitFor()).isZero();
        return out;
    }

    private Path model() throws IOException {
        GgufFile file = new GgufFile()
                .text("general.architecture", "llama")
                .number("llama.context_length", 64)
                .number("llama.embedding_length", WIDTH)
                .number("llama.block_count", 1)
                .number("llama.feed_forward_length", 2 * WIDTH)
                .number("llama.attention.head_count", 4)
                .real("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        random(file, "token_embd.weight", WIDTH, 64);
        random(file, "output_norm.weight", WIDTH);
        random(file, MATRIX, WIDTH, 2 * WIDTH);
        Path out = folder.resolve("model.gguf");
        try (OutputStream stream = Files.newOutputStream(out)) {
            file.writeTo(stream);
        }
        return out;
    }

    private static void random(GgufFile file, String name, long... shape) {
        Random random = new Random(name.length());
        List<Long> dimensions = Arrays.stream(shape).boxed().toList();
        int elements = dimensions.stream().reduce(1L, (a, b) -> a * b).intValue();
        ByteBuffer bytes = ByteBuffer.allocate(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            bytes.putFloat((float) random.nextGaussian());
        }
        file.tensor(name, TensorType.F32, dimensions, out -> out.write(bytes.array()));
    }
}
