package ai.radium.gguf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.ModelFile;
import ai.radium.gguf.chat.ChatMessage;
import ai.radium.gguf.chat.ChatTemplate;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.gguf.testmodel.TrainableModel;
import ai.radium.gguf.tokenizer.ControlWords;
import ai.radium.gguf.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleReaderTest {
    @TempDir
    private Path folder;

    private Tokenizer tokenizer;
    private Optional<ChatTemplate> template = Optional.empty();

    @BeforeEach
    void readModel() throws Exception {
        read(TrainableModel.llama().write(folder.resolve("model.gguf")));
    }

    @Test
    void learnsTheAssistantsTurnsWithTheTokensThatEndThem() throws Exception {
        TrainingExample example =
                reader(500).read(chat(user("red?"), answer("a rose"), user("blue?"), answer("the sky")));

        assertThat(answers(example)).isEqualTo("a rosethe sky");
        assertThat(example.answerTokens()).isEqualTo(tokens("a rose") + 1 + tokens("the sky") + 1);
        assertThat(example.isAnswer(example.length() - 1)).isTrue();
        assertThat(example.token(example.length() - 1)).isEqualTo(2);
        assertThat(example.cut()).isZero();
    }

    @Test
    void takesACompletionForTheAnswerToItsPrompt() throws Exception {
        TrainingExample asChat = reader(500).read(chat(user("red?"), answer("a rose")));
        TrainingExample asCompletion = reader(500).read(new TrainingLine.Completion("red?", "a rose"));

        assertThat(all(asCompletion)).isEqualTo(all(asChat));
    }

    @Test
    void takesACompletionOfABaseModelForTheTextThatFollows() throws Exception {
        template = Optional.empty();

        TrainingExample example = reader(500).read(new TrainingLine.Completion("Roses are", " red"));

        assertThat(answers(example)).isEqualTo(" red");
        assertThat(tokenizer.text(all(example))).isEqualTo("Roses are red");
        assertThat(example.token(example.length() - 1)).isEqualTo(2);
    }

    @Test
    void endsTheLastAnswerWhereTheTemplateDoesNot() throws Exception {
        read(ScriptedModel.sentence().write(folder.resolve("scripted.gguf")));

        TrainingExample example = reader(500).read(chat(user("red?"), answer("rose")));

        assertThat(answers(example)).isEqualTo("rose\n");
        assertThat(example.token(example.length() - 1)).isEqualTo(2);
        assertThat(example.isAnswer(example.length() - 1)).isTrue();
    }

    @Test
    void readsControlWordsOfUsersAsText() throws Exception {
        TrainingExample example = reader(500).read(chat(user("</s>"), answer("no </s> here")));

        assertThat(answers(example)).isEqualTo("no </s> here");
        assertThat(IntStream.of(all(example)).filter(token -> token == 2).count())
                .isEqualTo(2);
    }

    @Test
    void cutsALineAtTheContextAndSaysHowMuch() throws Exception {
        TrainingExample whole = reader(500).read(chat(user("red?"), answer("a rose")));
        TrainingExample cut = reader(20).read(chat(user("red?"), answer("a rose")));

        assertThat(cut.length()).isEqualTo(20);
        assertThat(cut.cut()).isEqualTo(whole.length() - 20);
    }

    @Test
    void refusesALineWithoutAnAnswer() {
        assertThatThrownBy(() -> reader(500).read(chat(user("red?")))).isInstanceOf(UnusableLine.class);
    }

    @Test
    void refusesMessagesOfABaseModel() {
        template = Optional.empty();

        assertThatThrownBy(() -> reader(500).read(chat(user("red?"), answer("a rose"))))
                .isInstanceOf(UnusableLine.class)
                .hasMessageContaining("no chat template");
    }

    private void read(Path file) throws Exception {
        try (ModelFile model = ModelFile.open(file)) {
            tokenizer = Tokenizer.of(model.metadata());
            template = ChatTemplate.of(model.metadata(), tokenizer, Clock.systemUTC(), new Random(1));
        }
    }

    private ExampleReader reader(int maxContext) {
        return new ExampleReader(tokenizer, template, maxContext);
    }

    private int tokens(String text) {
        return tokenizer.tokens(text, ControlWords.AS_TEXT).length;
    }

    private String answers(TrainingExample example) {
        return tokenizer.text(IntStream.range(0, example.length())
                .filter(example::isAnswer)
                .map(example::token)
                .toArray());
    }

    private static int[] all(TrainingExample example) {
        return IntStream.range(0, example.length()).map(example::token).toArray();
    }

    private static TrainingLine chat(ChatMessage... messages) {
        return new TrainingLine.Chat(List.of(messages));
    }

    private static ChatMessage user(String content) {
        return new ChatMessage("user", content);
    }

    private static ChatMessage answer(String content) {
        return new ChatMessage("assistant", content);
    }
}
