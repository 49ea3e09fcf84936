package ai.radium.worker.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.GgufHeader;
import ai.radium.gguf.TensorType;
import ai.radium.worker.testmodel.TinyBert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BertArchiveTest {
    @TempDir
    private Path folder;

    @Test
    void writesWhatAModelFileSaysAboutItself() throws Exception {
        GgufHeader header = GgufHeader.read(converted(TinyBert.whole(), TensorType.F16));

        assertThat(header.architecture()).isEqualTo("bert");
        assertThat(header.name()).contains("tiny");
        assertThat(header.licence()).contains("apache-2.0");
        assertThat(header.quantization()).isEqualTo("F16");
        assertThat(header.contextLength()).isEqualTo(TinyBert.CONTEXT);
        assertThat(header.pooling()).contains("mean");
        assertThat(header.cache().bytes(4, TinyBert.CONTEXT)).isZero();
        assertThat(header.wordPieces()).hasValueSatisfying(words -> {
            assertThat(words.pieces())
                    .startsWith("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "\u2581red", "d", "\u2581blue", "s");
            assertThat(words.begin()).isEqualTo(2);
            assertThat(words.end()).isEqualTo(3);
            assertThat(words.unknown()).isEqualTo(1);
            assertThat(words.lowercase()).isTrue();
            assertThat(words.stripAccents()).isTrue();
        });
    }

    @Test
    void halvesTheMatricesOnly() throws Exception {
        long whole =
                GgufHeader.read(converted(TinyBert.whole(), TensorType.F32)).tensorBytes();
        long half = GgufHeader.read(converted(TinyBert.whole(), TensorType.F16)).tensorBytes();

        // 14 pieces, four matrices of 32 x 32 and two of 64 x 32 lose two bytes for each number.
        assertThat(whole - half).isEqualTo(2 * 32 * (14 + 4 * 32 + 2 * 64));
    }

    @Test
    void makesTheSameFileAgainOverWhateverAKilledProcessLeft() throws Exception {
        byte[] first = Files.readAllBytes(converted(TinyBert.whole(), TensorType.F16));
        byte[] left = new byte[2 * first.length];
        Arrays.fill(left, (byte) 7);
        Files.write(folder.resolve("made.gguf"), left);

        assertThat(converted(TinyBert.whole(), TensorType.F16)).hasBinaryContent(first);
    }

    @Test
    void refusesWhatIsNoSuchModel() throws Exception {
        refuses("it holds 0 files model.safetensors", TinyBert.whole().without("model.safetensors"));
        refuses("it holds no model/config.json", TinyBert.whole().without("config.json"));
        refuses("model/tokenizer.json is no JSON", TinyBert.whole().with("tokenizer.json", "{"));
        refuses("its model_type is \"llama\"", TinyBert.whole().where("config.json", "bert", "llama"));
        refuses("says no hidden_size", TinyBert.whole().where("config.json", "hidden_size", "width"));
        refuses("neither of the mean", TinyBert.whole().where("1_Pooling/config.json", "true", "false"));
        refuses("of the kind 'BPE'", TinyBert.whole().where("tokenizer.json", "WordPiece", "BPE"));
        refuses("has no [MASK]", TinyBert.whole().where("tokenizer.json", "MASK", "HIDE"));
        refuses("are not 0 to 13", TinyBert.whole().where("tokenizer.json", "\"sky\": 9", "\"sky\": 8"));
        refuses("14 pieces and its weights 15", TinyBert.whole().where("config.json", "14", "15"));
        refuses("none of a BERT's", TinyBert.whole().where("model.safetensors", "self.query", "self.guess"));
        refuses("no numbers of 32 bits", TinyBert.whole().where("model.safetensors", "F32", "I32"));
        refuses("begins within another", TinyBert.whole().where("model.safetensors", "[1792, ", "[1791, "));
        refuses("it has no tensor for blk.1.", TinyBert.whole().where("config.json", "_layers\": 1", "_layers\": 2"));
        refuses("claims 18446744073709551615 bytes", TinyBert.whole().with("model.safetensors", filled(8)));
    }

    @Test
    void refusesWhatIsNoZipFileOrEndsEarly() throws Exception {
        byte[] whole = Files.readAllBytes(TinyBert.whole().write(folder.resolve("whole.zip")));
        Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> convert(cut, TensorType.F16))
                .isInstanceOf(Unconvertible.class)
                .hasMessageContaining("no whole zip file");
    }

    private void refuses(String reason, TinyBert bert) throws Exception {
        assertThatThrownBy(() -> converted(bert, TensorType.F16))
                .isInstanceOf(Unconvertible.class)
                .hasMessageContaining(reason);
    }

    private Path converted(TinyBert bert, TensorType matrices) throws Exception {
        return convert(bert.write(folder.resolve("tiny.zip")), matrices);
    }

    private Path convert(Path zip, TensorType matrices) throws Exception {
        Path made = folder.resolve("made.gguf");
        new BertArchive(zip).convert(made, matrices, "tiny", "Apache-2.0");
        return made;
    }

    private static byte[] filled(int bytes) {
        byte[] filled = new byte[bytes];
        Arrays.fill(filled, (byte) -1);
        return filled;
    }
}
