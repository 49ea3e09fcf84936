package ai.radium.worker.testmodel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An embedding model of one layer and random numbers, in the form that people publish them in; 60 kB, the same each time. */
public final class TinyBert {
    public static final int WIDTH = 32;
    public static final int CONTEXT = 64;
    public static final List<String> PIECES = List.of(
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "red", "##d", "blue", "##s", "sky", "!", "한", "r", "##e");

    private static final int INNER = 64;

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private TinyBert() {}

    public static TinyBert whole() {
        TinyBert bert = new TinyBert();
        bert.with("config.json", """
                {"model_type": "bert", "hidden_act": "gelu", "hidden_size": %d, "num_hidden_layers": 1,
                 "num_attention_heads": 2, "intermediate_size": %d, "max_position_embeddings": %d, "type_vocab_size": 2,
                 "vocab_size": %d, "layer_norm_eps": 1e-12}""".formatted(WIDTH, INNER, CONTEXT, PIECES.size()));
        bert.with("tokenizer.json", tokenizer());
        bert.with("model.safetensors", weights());
        bert.with("1_Pooling/config.json", "{\"pooling_mode_cls_token\": false, \"pooling_mode_mean_tokens\": true}");
        return bert;
    }

    /** With another file of this name. */
    public TinyBert with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public TinyBert with(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    public TinyBert without(String name) {
        files.remove(name);
        return this;
    }

    /** With one word of a text file replaced. */
    public TinyBert where(String name, String word, String other) {
        return with(name, text(name).replace(word, other).getBytes(StandardCharsets.ISO_8859_1));
    }

    private String text(String name) {
        return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.ISO_8859_1);
    }

    public Path write(Path zip) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry("model/" + file.getKey());
                entry.setTime(0);
                entries.putNextEntry(entry);
                entries.write(file.getValue());
            }
        }
        return zip;
    }

    private static String tokenizer() {
        List<String> added = new ArrayList<>();
        List<String> vocabulary = new ArrayList<>();
        for (int id = 0; id < PIECES.size(); id++) {
            vocabulary.add("\"%s\": %d".formatted(PIECES.get(id), id));
            if (id < 5) {
                added.add("{\"id\": %d, \"content\": \"%s\", \"special\": true}".formatted(id, PIECES.get(id)));
            }
        }
        return """
                {"added_tokens": %s,
                 "normalizer": {"type": "BertNormalizer", "lowercase": true, "strip_accents": null},
                 "model": {"type": "WordPiece", "continuing_subword_prefix": "##", "vocab": {%s}}}""".formatted(added, String.join(", ", vocabulary));
    }

    private static byte[] weights() {
        Table table = new Table();
        table.add("embeddings.word_embeddings.weight", PIECES.size(), WIDTH);
        table.add("embeddings.position_embeddings.weight", CONTEXT, WIDTH);
        table.add("embeddings.token_type_embeddings.weight", 2, WIDTH);
        table.norm("embeddings.LayerNorm");
        String layer = "encoder.layer.0.";
        for (String name : List.of("query", "key", "value")) {
            table.dense(layer + "attention.self." + name, WIDTH, WIDTH);
        }
        table.dense(layer + "attention.output.dense", WIDTH, WIDTH);
        table.norm(layer + "attention.output.LayerNorm");
        table.dense(layer + "intermediate.dense", INNER, WIDTH);
        table.dense(layer + "output.dense", WIDTH, INNER);
        table.norm(layer + "output.LayerNorm");
        table.dense("pooler.dense", WIDTH, WIDTH);
        return table.bytes();
    }

    /** The numbers of a safetensors file in the making. */
    private static final class Table {
        private final Random random = new Random(11);
        private final List<String> entries = new ArrayList<>();
        private final ByteArrayOutputStream numbers = new ByteArrayOutputStream();

        void dense(String name, int rows, int columns) {
            add(name + ".weight", rows, columns);
            add(name + ".bias", rows);
        }

        void norm(String name) {
            add(name + ".weight", WIDTH);
            add(name + ".bias", WIDTH);
        }

        void add(String name, int... shape) {
            int begin = numbers.size();
            int elements = 1;
            List<Integer> dimensions = new ArrayList<>();
            for (int length : shape) {
                elements *= length;
                dimensions.add(length);
            }
            for (int i = 0; i < elements; i++) {
                numbers.writeBytes(little(Float.BYTES)
                        .putFloat((float) random.nextGaussian())
                        .array());
            }
            entries.add("\"%s\": {\"dtype\": \"F32\", \"shape\": %s, \"data_offsets\": [%d, %d]}"
                    .formatted(name, dimensions, begin, numbers.size()));
        }

        byte[] bytes() {
            byte[] json = ("{\"__metadata__\": {\"format\": \"pt\"}, " + String.join(", ", entries) + "}")
                    .getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(little(Long.BYTES).putLong(json.length).array());
            all.writeBytes(json);
            all.writeBytes(numbers.toByteArray());
            return all.toByteArray();
        }

        private static ByteBuffer little(int bytes) {
            return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
