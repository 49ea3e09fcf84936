package ai.radium.trainer.result;

import ai.radium.gguf.training.ModelShape;
import ai.radium.gguf.training.ModelShape.RotaryPairs;
import ai.radium.trainer.checkpoint.WholeFile;
import ai.radium.trainer.network.AdapterShape;
import ai.radium.trainer.network.Projection;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** LoRA as Hugging Face's PEFT has it: safetensors and adapter_config.json. */
public final class PeftAdapter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG = "adapter_config.json";
    private static final String TENSORS = "adapter_model.safetensors";
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";

    private PeftAdapter() {}

    /**
     * @param folder gets adapter_model.safetensors and adapter_config.json
     * @param model the base's name
     */
    public static Path write(Path folder, AdapterShape shape, float[] values, String model) throws IOException {
        WholeFile.write(folder.resolve(CONFIG), out -> out.write(JSON.writeValueAsBytes(config(shape, model))));
        Path file = folder.resolve(TENSORS);
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
            at = entry(header, name(pair) + A, shape.rank(), pair.inputs(), at);
            at = entry(header, name(pair) + B, pair.outputs(), shape.rank(), at);
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

    /**
     * The numbers that {@link #write} wrote, or PEFT itself for all seven projections.
     *
     * @param folder has adapter_model.safetensors
     * @throws UnreadableAdapter when it is no adapter of this shape
     */
    public static float[] read(Path folder, AdapterShape shape) throws IOException {
        float[] values = new float[shape.size()];
        try (Safetensors file = Safetensors.open(folder.resolve(TENSORS))) {
            for (AdapterShape.Pair pair : shape.pairs()) {
                String name = name(pair);
                float[] a = file.numbers(name + A, shape.rank(), pair.inputs());
                float[] b = file.numbers(name + B, pair.outputs(), shape.rank());
                System.arraycopy(a, 0, values, pair.a(), a.length);
                System.arraycopy(neighbours(shape, pair, b), 0, values, pair.b(), b.length);
            }
        }
        return values;
    }

    /**
     * Of an adapter that was trained on this model.
     *
     * @param folder has adapter_config.json
     * @throws UnreadableAdapter when it is none that can be served
     */
    public static AdapterShape shape(Path folder, ModelShape model) throws IOException {
        JsonNode config = JSON.readTree(Files.readAllBytes(folder.resolve(CONFIG)));
        for (String other : List.of("use_dora", "use_rslora")) {
            if (config.path(other).asBoolean()) {
                throw new UnreadableAdapter("adapters with " + other + " cannot be served");
            }
        }
        int rank = config.path("r").asInt();
        if (!config.path("peft_type").asText().equals("LORA") || rank < 1) {
            throw new UnreadableAdapter(CONFIG + " is not of a LoRA");
        }
        return new AdapterShape(model, rank, (float) config.path("lora_alpha").asDouble(rank));
    }

    private static String name(AdapterShape.Pair pair) {
        return "base_model.model." + pair.projection().peft(pair.layer());
    }

    private static float[] b(AdapterShape shape, AdapterShape.Pair pair, float[] values) {
        int rank = shape.rank();
        float[] b = Arrays.copyOfRange(values, pair.b(), pair.b() + rank * pair.outputs());
        float[] halves = new float[b.length];
        for (int row = 0; row < pair.outputs(); row++) {
            System.arraycopy(b, row * rank, halves, half(shape, pair, row) * rank, rank);
        }
        return halves;
    }

    private static float[] neighbours(AdapterShape shape, AdapterShape.Pair pair, float[] b) {
        int rank = shape.rank();
        float[] neighbours = new float[b.length];
        for (int row = 0; row < pair.outputs(); row++) {
            System.arraycopy(b, half(shape, pair, row) * rank, neighbours, row * rank, rank);
        }
        return neighbours;
    }

    /** Converters to GGUF put rotary pairs of queries and keys side by side for llama; Hugging Face has them in halves. */
    private static int half(AdapterShape shape, AdapterShape.Pair pair, int row) {
        boolean isRotated = pair.projection() == Projection.Q || pair.projection() == Projection.K;
        if (!isRotated || shape.model().rotaryPairs() != RotaryPairs.NEIGHBOURS) {
            return row;
        }
        int length = shape.model().headLength();
        int within = row % length;
        return row - within + within % 2 * (length / 2) + within / 2;
    }
}
