package ai.radium.devstack.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChatAnswerTest {
    private static final String TEXT = "data: {\"choices\":[{\"delta\":{\"content\":\"Blue\"}}]}";
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3}}";

    @Test
    void readsTextAndUsage() {
        List<String> text = new ArrayList<>();
        ChatAnswer answer = ChatAnswer.read(
                "req", Stream.of(": keepalive", TEXT, "", TEXT, USAGE, "data: [DONE]"), System.nanoTime(), text::add);
        assertThat(text).containsExactly("Blue", "Blue");
        assertThat(answer).returns(5, ChatAnswer::promptTokens).returns(3, ChatAnswer::completionTokens);
        assertThat(answer.tokensPerSecond()).isPositive();
    }

    @Test
    void tellsWhyAStreamBrokeOff() {
        Stream<String> broken =
                Stream.of(TEXT, "event: error", "data: {\"error\":{\"message\":\"the replica went away\"}}");
        assertThatThrownBy(() -> ChatAnswer.read("req", broken, 0, text -> {}))
                .hasMessage("the answer broke off: the replica went away");
    }

    @Test
    void refusesAnEndWithoutDone() {
        assertThatThrownBy(() -> ChatAnswer.read("req", Stream.of(TEXT, USAGE), 0, text -> {}))
                .hasMessageContaining("without [DONE]");
    }
}
