package ai.radium.trainer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.ModelFile;
import ai.radium.gguf.testmodel.TrainableModel;
import ai.radium.gguf.training.ModelShape;
import ai.radium.trainer.network.AdapterShape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    static Stream<TrainableModel> models() {
        return Stream.of(TrainableModel.llama(), TrainableModel.qwen2());
    }

    @ParameterizedTest
    @MethodSource("models")
    void givesTheSameFileBackToTheLastByte(TrainableModel model) throws Exception {
        Path base = model.write(folder.resolve("base.gguf"));
        AdapterShape shape = shape(base);
        float[] values = values(shape);
        Path own = folder.resolve("own.gguf");
        String sum = GgufAdapter.write(own, shape, values);
        PeftAdapter.write(folder, shape, values, "base");

        String converted = Conversion.convert(base, folder, folder.resolve("converted.gguf"));

        assertThat(converted).isEqualTo(sum);
        assertThat(folder.resolve("converted.gguf")).hasSameBinaryContentAs(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"F16", "BF16"})
    void readsNumbersOfTwoBytes(String type) throws Exception {
        Path base = TrainableModel.llama().write(folder.resolve("base.gguf"));
        AdapterShape shape = shape(base);
        float[] values = values(shape);
        PeftAdapter.write(folder, shape, values, "base");
        shorten(folder.resolve("adapter_model.safetensors"), type);

        assertThat(PeftAdapter.read(folder, shape)).isEqualTo(values);
    }

    @Test
    void saysWhatItCannotRead() throws Exception {
        Path base = TrainableModel.llama().write(folder.resolve("base.gguf"));
        AdapterShape shape = shape(base);
        PeftAdapter.write(folder, shape, values(shape), "base");

        change("r", 2);
        assertThatThrownBy(() -> PeftAdapter.read(folder, PeftAdapter.shape(folder, shape.model())))
                .isInstanceOf(UnreadableAdapter.class)
                .hasMessageContaining("layers.0.self_attn.q_proj.lora_A.weight is of [4,");
        change("r", 0);
        assertThatThrownBy(() -> PeftAdapter.shape(folder, shape.model())).hasMessageContaining("not of a LoRA");
        change("use_dora", 1);
        assertThatThrownBy(() -> PeftAdapter.shape(folder, shape.model())).hasMessageContaining("use_dora");
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Path base = TrainableModel.llama().write(folder.resolve("base.gguf"));
        AdapterShape shape = shape(base);
        PeftAdapter.write(folder, shape, values(shape), "base");
        Path file = folder.resolve("adapter_model.safetensors");
        byte[] whole = Files.readAllBytes(file);

        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> PeftAdapter.read(folder, shape)).hasMessageContaining("shorter");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> PeftAdapter.read(folder, shape)).isInstanceOf(UnreadableAdapter.class);
    }

    private static AdapterShape shape(Path base) throws Exception {
        try (ModelFile model = ModelFile.open(base)) {
            return new AdapterShape(ModelShape.of(model.metadata()), 4, 8);
        }
    }

    /** That two bytes can hold. */
    private static float[] values(AdapterShape shape) {
        float[] values = new float[shape.size()];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextInt(255) - 127) / 128f;
        }
        return values;
    }

    private void change(String key, int value) throws IOException {
        Path file = folder.resolve("adapter_config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
        Files.write(file, JSON.writeValueAsBytes(config.put(key, value)));
    }

    /** The same numbers with half as many bytes. */
    private static void shorten(Path file, String type) throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = new byte[Math.toIntExact(whole.getLong())];
        whole.get(text);
        ObjectNode header = (ObjectNode) JSON.readTree(text);
        header.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode tensor && tensor.has("dtype")) {
                tensor.put("dtype", type);
                ArrayNode offsets = (ArrayNode) tensor.get("data_offsets");
                tensor.putArray("data_offsets")
                        .add(offsets.get(0).asLong() / 2)
                        .add(offsets.get(1).asLong() / 2);
            }
        });
        ByteBuffer numbers = ByteBuffer.allocate(whole.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (whole.hasRemaining()) {
            float number = whole.getFloat();
            numbers.putShort(
                    type.equals("F16") ? Float.floatToFloat16(number) : (short) (Float.floatToIntBits(number) >>> 16));
        }
        byte[] begin = JSON.writeValueAsBytes(header);
        ByteArrayOutputStream shortened = new ByteArrayOutputStream();
        shortened.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(begin.length)
                .array());
        shortened.write(begin);
        shortened.write(numbers.array());
        Files.write(file, shortened.toByteArray());
    }
}
