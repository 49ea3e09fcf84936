package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.funds.Need;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorstCaseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT       | \"messages\":[1234567]                                      | 73  | 1 | 1 | 0",
                "CHAT       | \"messages\":[1234567],\"max_tokens\":9,\"n\":3              | 73  | 1 | 3 | 9",
                "CHAT       | \"messages\":[1234567],\"tools\":[{}]                         | 397 | 1 | 1 | 0",
                "COMPLETION | \"prompt\":\"12\"                                            | 68  | 1 | 1 | 16",
                "COMPLETION | \"prompt\":[\"12\",\"3456\"],\"n\":2,\"max_tokens\":5           | 141 | 2 | 4 | 5",
                "EMBEDDING  | \"input\":[\"12\",\"3456\"]                                    | 77  | 0 | 0 | 0"
            })
    void isTheBytesOfThePromptAndWhatTheAnswersMayHave(
            Operation operation, String members, int promptTokens, int prompts, int answers, int maxTokens) {
        ByteBuf body = Unpooled.copiedBuffer("{\"model\":\"m\"," + members + "}", StandardCharsets.UTF_8);

        assertThat(WorstCase.of(new RequestBody().read(body, operation, null)))
                .isEqualTo(new Need(promptTokens, prompts, answers, maxTokens));
    }
}
