package ai.radium.worker.model.convert;

import ai.radium.gguf.GgufFile;
import ai.radium.gguf.TensorType;
import ai.radium.worker.model.fetch.Disk;
import ai.radium.worker.model.fetch.ModelFailure;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip file with a BERT that makes embeddings, as sentence-transformers lays it out: {@code config.json}, {@code tokenizer.json},
 * {@code model.safetensors} and {@code 1_Pooling/config.json}, in a folder of whatever name or none.
 */
public record BertArchive(Path file) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String WEIGHTS = "model.safetensors";

    /** {@code general.file_type}: llama.h's llama_ftype. */
    private static final int ALL_F32 = 0;

    private static final int MOSTLY_F16 = 1;

    /**
     * Writes the GGUF file, over whatever is there; it is whole and on the disk when this returns. The same archive makes the same
     * bytes.
     *
     * @param matrices F32, or F16 for half the size
     * @throws Unconvertible when the archive holds something else
     * @throws ModelFailure when there is no room for it
     */
    public void convert(Path to, TensorType matrices, String name, String licence) throws IOException, ModelFailure {
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream weights = zip.getInputStream(weights(zip))) {
            GgufFile made = new GgufFile()
                    .text("general.architecture", "bert")
                    .text("general.type", "model")
                    .text("general.name", name)
                    .text("general.license", licence.toLowerCase(Locale.ROOT))
                    .number("general.file_type", matrices == TensorType.F16 ? MOSTLY_F16 : ALL_F32);
            BertShape shape = BertShape.of(json(zip, "config.json"), json(zip, "1_Pooling/config.json"));
            shape.writeTo(made);
            BertVocabulary vocabulary = BertVocabulary.of(json(zip, "tokenizer.json"));
            if (vocabulary.pieces().size() != shape.vocabulary()) {
                throw new Unconvertible("its vocabulary has "
                        + vocabulary.pieces().size() + " pieces and its weights " + shape.vocabulary());
            }
            vocabulary.writeTo(made);
            addTensors(Safetensors.read(weights), shape, matrices, new TensorStream(weights), made);
            Disk.require(to, made.tensorBytes(), name);
            write(made, to);
        } catch (ZipException e) {
            throw new Unconvertible("it is no whole zip file: " + e.getMessage(), e);
        }
    }

    private static void addTensors(
            Safetensors table, BertShape shape, TensorType matrices, TensorStream stream, GgufFile made)
            throws Unconvertible {
        Set<String> missing = new HashSet<>(BertTensors.expected(shape.layers()));
        for (Safetensors.Tensor tensor : table.tensors()) {
            Optional<String> name = BertTensors.named(tensor.name());
            if (name.isEmpty()) {
                continue;
            }
            if (!tensor.type().equals("F32") || tensor.end() - tensor.begin() != Float.BYTES * tensor.elements()) {
                throw new Unconvertible("its tensor " + tensor.name() + " has no numbers of 32 bits");
            }
            missing.remove(name.get());
            List<Long> dimensions = tensor.shape().reversed(); // the fastest first, as ggml counts
            TensorType type = BertTensors.type(name.get(), dimensions.size(), matrices);
            made.tensor(name.get(), type, dimensions, out -> stream.copy(tensor, type, out));
        }
        if (!missing.isEmpty()) {
            throw new Unconvertible("it has no tensor for " + Collections.min(missing));
        }
    }

    private static void write(GgufFile made, Path to) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream out = Channels.newOutputStream(channel)) {
            made.writeTo(out);
            channel.force(true);
        }
    }

    /** Of a file beside the weights. */
    private static JsonNode json(ZipFile zip, String name) throws IOException {
        String path = weights(zip).getName().replace(WEIGHTS, name);
        ZipEntry entry = zip.getEntry(path);
        if (entry == null) {
            throw new Unconvertible("it holds no " + path);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return JSON.readTree(in);
        } catch (JacksonException e) {
            throw new Unconvertible("its " + path + " is no JSON", e);
        }
    }

    private static ZipEntry weights(ZipFile zip) throws Unconvertible {
        List<? extends ZipEntry> fitting = zip.stream()
                .filter(entry -> ("/" + entry.getName()).endsWith("/" + WEIGHTS))
                .toList();
        if (fitting.size() != 1) {
            throw new Unconvertible("it holds " + fitting.size() + " files " + WEIGHTS + ", not one");
        }
        return fitting.getFirst();
    }
}
