package ai.radium.trainer.result;

import ai.radium.gguf.training.ModelShape;
import ai.radium.gguf.training.ModelShape.RotaryPairs;
import ai.radium.trainer.checkpoint.WholeFile;
import ai.radium.trainer.network.AdapterShape;
import ai.radium.trainer.network.Projection;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** LoRA as Hugging Face's PEFT has it: safetensors and adapter_config.json. */
public final class PeftAdapter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PeftAdapter() {}

    /**
     * @param folder gets adapter_model.safetensors and adapter_config.json
     * @param model the base's name
     */
    public static Path write(Path folder, AdapterShape shape, float[] values, String model) throws IOException {
        WholeFile.write(
                folder.resolve("adapter_config.json"), out -> out.write(JSON.writeValueAsBytes(config(shape, model))));
        Path file = folder.resolve("adapter_model.safetensors");
        WholeFile.write(file, out -> writeTensors(out, shape, values));
        return file;
    }

    private static ObjectNode config(AdapterShape shape, String model) {
        ObjectNode config = JSON.createObjectNode()
                .put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("base_model_name_or_path", model)
                .put("r", shape.rank())
                .put("lora_alpha", shape.alpha())
                .put("lora_dropout", 0.0)
                .put("bias", "none")
                .put("fan_in_fan_out", false)
                .put("inference_mode", true);
        Arrays.stream(Projection.values()).map(Projection::module).forEach(config.putArray("target_modules")::add);
        return config;
    }

    private static void writeTensors(OutputStream out, AdapterShape shape, float[] values) throws IOException {
        byte[] header = header(shape).toString().getBytes(StandardCharsets.UTF_8);
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        for (AdapterShape.Pair pair : shape.pairs()) {
            GgufAdapter.littleEndian(values, pair.a(), shape.rank() * pair.inputs(), out);
            float[] b = b(shape, pair, values);
            GgufAdapter.littleEndian(b, 0, b.length, out);
        }
    }

    private static ObjectNode header(AdapterShape shape) {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long at = 0;
        for (AdapterShape.Pair pair : shape.pairs()) {
            String name = "base_model.model." + pair.projection().peft(pair.layer());
            at = entry(header, name + ".lora_A.weight", shape.rank(), pair.inputs(), at);
            at = entry(header, name + ".lora_B.weight", pair.outputs(), shape.rank(), at);
        }
        return header;
    }

    private static long entry(ObjectNode header, String name, long rows, long rowLength, long at) {
        long end = at + Float.BYTES * rows * rowLength;
        ObjectNode entry = header.putObject(name).put("dtype", "F32");
        entry.putArray("shape").add(rows).add(rowLength);
        entry.putArray("data_offsets").add(at).add(end);
        return end;
    }

    /** Converters to GGUF put rotary pairs of queries and keys side by side for llama; Hugging Face has them in halves. */
    private static float[] b(AdapterShape shape, AdapterShape.Pair pair, float[] values) {
        int rank = shape.rank();
        float[] b = Arrays.copyOfRange(values, pair.b(), pair.b() + rank * pair.outputs());
        boolean isRotated = pair.projection() == Projection.Q || pair.projection() == Projection.K;
        ModelShape model = shape.model();
        if (!isRotated || model.rotaryPairs() != RotaryPairs.NEIGHBOURS) {
            return b;
        }
        float[] halves = new float[b.length];
        int length = model.headLength();
        for (int row = 0; row < pair.outputs(); row++) {
            int within = row % length;
            int half = row - within + within % 2 * (length / 2) + within / 2;
            System.arraycopy(b, row * rank, halves, half * rank, rank);
        }
        return halves;
    }
}
