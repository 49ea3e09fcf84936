package ai.radium.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.testmodel.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufHeaderTest {
    private static final int HEADER_BYTES = 12_000;

    @TempDir
    private Path folder;

    @Test
    void readsWhatAModelSaysAboutItself() throws Exception {
        GgufHeader header = GgufHeader.read(ScriptedModel.sentence().write(file()));

        assertThat(header.architecture()).isEqualTo("llama");
        assertThat(header.name()).contains("scripted");
        assertThat(header.tokenizer()).contains("llama");
        assertThat(header.longestToken().orElse(0)).isBetween("<0x00>".length(), 64);
        assertThat(header.chatTemplate())
                .hasValueSatisfying(template -> assertThat(template).contains("assistant: "));
        assertThat(header.contextLength()).isEqualTo(1 << 20);
        assertThat(header.quantization()).isEqualTo("F32");
        assertThat(header.pooling()).isEmpty();
        assertThat(header.tensorBytes()).isBetween(4 * header.parameters(), 4 * header.parameters() + 1_000);
        // One layer, one head, 32 numbers of two bytes for the key and as many for the value.
        assertThat(header.cache().bytes(2, 100)).isEqualTo(2 * 100 * 2 * 32 * 2);
    }

    @Test
    void readsAModelOfManyLayers() throws Exception {
        Header header = new Header()
                .text("general.architecture", "gemma3")
                .text("general.license", "gemma")
                .number("general.file_type", 15)
                .number("gemma3.context_length", 32_768)
                .number("gemma3.block_count", 3)
                .number("gemma3.embedding_length", 64)
                .number("gemma3.attention.head_count", 4)
                .numbers("gemma3.attention.head_count_kv", 1, 2, 1)
                .number("gemma3.attention.sliding_window", 512);

        GgufHeader read = GgufHeader.read(header.write(file()));

        assertThat(read.quantization()).isEqualTo("Q4_K_M");
        assertThat(read.licence()).contains("gemma");
        assertThat(read.cache()).isEqualTo(new KeyValueCache(4 * (16 + 16) * 2, 512));
        assertThat(read.cache().bytes(1, 32_768)).isEqualTo(512 * 4 * 32 * 2);
    }

    @Test
    void readsAnEncoder() throws Exception {
        Header header = new Header()
                .text("general.architecture", "bert")
                .number("bert.block_count", 6)
                .number("bert.pooling_type", 1)
                .flag("bert.attention.causal", false);

        GgufHeader read = GgufHeader.read(header.write(file()));

        assertThat(read.pooling()).contains("mean");
        assertThat(read.cache().bytes(4, 512)).isZero();
    }

    @Test
    void refusesWhatIsHostile() throws Exception {
        refuses("does not begin with GGUF", Header.raw("GGML", 3, 0, 0));
        refuses("version is 9", Header.raw("GGUF", 9, 0, 0));
        refuses("claims 18446744073709551615 tensors", Header.raw("GGUF", 3, -1, 0));
        refuses("claims 100000000 entries", Header.raw("GGUF", 3, 0, 100_000_000));
        refuses("ends within its header", Header.raw("GGUF", 3, 0, 1));
        refuses("does not say its architecture", Header.raw("GGUF", 3, 0, 0));
        refuses("says a twice", new Header().number("a", 1).number("a", 1).bytes());
        refuses("unknown type 77", new Header().entry("a", 77).bytes());
        refuses("list of lists", new Header().list("a", 9, 1).bytes());
        refuses("elements of a", new Header().list("a", 4, Long.MAX_VALUE).bytes());
        refuses(
                "larger than 256 MiB",
                new Header().list("a", 8, 1).longs(1L << 40).bytes());
        refuses("bytes of a key", new Header().key(1L << 40).bytes());
        refuses("one of 3 parts", llama().number("split.count", 3).bytes());
        refuses("alignment is 0", llama().number("general.alignment", 0).bytes());
        refuses("dimensions", llama().tensor(5, 0, 0).bytes());
        refuses("sizes overflow", llama().tensor(2, 0, 0, 1L << 40, 1L << 40).bytes());
        refuses("tensors end at byte", llama().tensor(1, 0, 0, 1_000_000).bytes());
        refuses("which Q4_0 cannot pack", llama().tensor(1, 2, 0, 33).bytes());
        refuses("not aligned", llama().tensor(1, 0, 1, 1).bytes());
    }

    @Test
    void neverFailsInAnotherWayWhateverTheBytesAre() throws Exception {
        byte[] model = Files.readAllBytes(ScriptedModel.sentence().write(file()));
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            byte[] broken = Arrays.copyOf(model, round % 3 == 0 ? random.nextInt(HEADER_BYTES) : HEADER_BYTES);
            for (int i = 0; i < 3 && broken.length > 0; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            Files.write(file(), broken);

            assertThatThrownBy(() -> GgufHeader.read(file())).isInstanceOf(UnreadableModel.class);
        }
    }

    private void refuses(String reason, byte[] bytes) throws IOException {
        Files.write(file(), bytes);

        assertThatThrownBy(() -> GgufHeader.read(file()))
                .isInstanceOf(UnreadableModel.class)
                .hasMessageContainingAll(file().toString(), reason);
    }

    private static Header llama() {
        return new Header().text("general.architecture", "llama");
    }

    private Path file() {
        return folder.resolve("model.gguf");
    }
}
