package ai.radium.gguf.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.GgufFile;
import ai.radium.gguf.ModelFile;
import ai.radium.gguf.engine.LlamaServer;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.gguf.testmodel.TrainableModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
    @TempDir
    private Path folder;

    @Test
    @Tag("prepared")
    void readsTextsAsTheEngineDoesByTheDemoModel() throws Exception {
        assertReadsAsTheEngine(LlamaServer.demoModel(), 3_000);
    }

    @Test
    @Tag("prepared")
    void readsTextsAsTheEngineDoesByGeneratedModels() throws Exception {
        assertReadsAsTheEngine(ScriptedModel.sentence().write(folder.resolve("scripted.gguf")), 1_000);
        assertReadsAsTheEngine(TrainableModel.llama().write(folder.resolve("trainable.gguf")), 1_000);
    }

    /** The demo model's words, cut by the rules of other families. */
    @ParameterizedTest
    @Tag("prepared")
    @ValueSource(strings = {"gpt-2", "llama-bpe", "qwen2", "default"})
    void cutsWordsAsTheEngineDoes(String rule) throws Exception {
        assertReadsAsTheEngine(withRule(rule), 2_000);
    }

    /** The demo model has no token for some bytes of rare scripts; those are lost, as they are in the engine. */
    @ParameterizedTest
    @Tag("prepared")
    @ValueSource(
            strings = {
                "",
                " a  b\n\n\t c",
                "don't 12345 <|im_end|> \u2019 caf\u00e9",
                "\ud83d\ude00 \u65e5\u672c\u8a9e \u0000",
                "</s>"
            })
    void saysWhatTokensStandFor(String text) throws Exception {
        try (ModelFile model = ModelFile.open(LlamaServer.demoModel())) {
            Tokenizer tokenizer = Tokenizer.of(model.metadata());

            assertThat(tokenizer.text(tokenizer.tokens(text, ControlWords.AS_TEXT)))
                    .isEqualTo(text);
        }
    }

    @Test
    void refusesByNameWhatItDoesNotKnow() throws Exception {
        Path strange =
                written(new GgufFile().text("general.architecture", "llama").text("tokenizer.ggml.model", "t5"));
        Path rule = written(new GgufFile()
                .text("general.architecture", "llama")
                .text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", "grok-2")
                .texts("tokenizer.ggml.tokens", List.of("a")));

        assertRefuses(strange, "'t5'");
        assertRefuses(rule, "'grok-2'");
    }

    private static void assertRefuses(Path file, String name) throws IOException {
        try (ModelFile model = ModelFile.open(file)) {
            assertThatThrownBy(() -> Tokenizer.of(model.metadata()))
                    .isInstanceOf(UnsupportedTokenizer.class)
                    .hasMessageContaining(name);
        }
    }

    private static void assertReadsAsTheEngine(Path file, int texts) throws Exception {
        try (ModelFile model = ModelFile.open(file);
                LlamaServer engine = LlamaServer.start(file)) {
            Tokenizer tokenizer = Tokenizer.of(model.metadata());
            HostileTexts.of(7, texts).forEach(text -> {
                assertThat(tokenizer.tokens(text, ControlWords.AS_TEXT))
                        .as("tokens of %s", escaped(text))
                        .isEqualTo(engine.tokenize(text, false, false));
                assertThat(tokenizer.prompt(text, ControlWords.AS_TOKENS))
                        .as("prompt of %s", escaped(text))
                        .isEqualTo(engine.tokenize(text, true, true));
            });
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(unit -> escaped.append(
                        unit > ' ' && unit < 0x7F ? Character.toString(unit) : "\\u%04x".formatted(unit)));
        return escaped.toString();
    }

    /** A model of no layers, for an engine reads one without weights as a vocabulary only. */
    private Path withRule(String rule) throws IOException {
        try (ModelFile demo = ModelFile.open(LlamaServer.demoModel())) {
            return VocabularyModel.write(folder.resolve(rule + ".gguf"), demo.metadata(), rule);
        }
    }

    private Path written(GgufFile file) throws IOException {
        Path path = Files.createTempFile(folder, "model", ".gguf");
        try (OutputStream out = Files.newOutputStream(path)) {
            file.writeTo(out);
        }
        return path;
    }
}
