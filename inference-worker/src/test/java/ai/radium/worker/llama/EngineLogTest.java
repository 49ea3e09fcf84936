package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineLogTest {
    private final List<String> passed = new ArrayList<>();
    private final EngineLog log = new EngineLog((level, line) -> passed.add(level + " " + line));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.00.123.456 I srv    load_model: loading model 'm' | INFO srv    load_model: loading model 'm'",
                "1.02.003.004 W load: control token is not marked | WARNING load: control token is not marked",
                "0.00.000.001 E ggml_backend: no device | SEVERE ggml_backend: no device",
                "I print_info: arch = llama | INFO print_info: arch = llama",
                "without a prefix | INFO without a prefix"
            })
    void passesOnAllOfAStartWithItsLevels(String line, String expected) {
        log.accept(line);

        assertThat(passed).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.00.000.000 E srv    operator(): got exception: a secret",
                "1.00.000.000 W srv  log_server_r: a secret",
                "1.00.000.000 I slot   launch_slot_: id 0 | a secret",
                "1.00.000.000 E anthropic string not as expected: a secret",
                "1.00.000.000 E llama_grammar_init: a secret",
                "1.00.000.000 E parse: error parsing grammar: a secret",
                "root ::= \"a secret\"",
                "ggml without a level: a secret"
            })
    void passesOnNothingOfRequests(String line) {
        log.takesRequests();

        log.accept(line);

        assertThat(passed).isEmpty();
    }

    @Test
    void passesOnWhatBecomesOfTheEngineItself() {
        log.takesRequests();

        log.accept("9.00.000.000 E ggml_cuda_error: out of memory");
        log.accept("9.00.000.001 W llama_context: n_ctx is small");

        assertThat(passed)
                .containsExactly("SEVERE ggml_cuda_error: out of memory", "WARNING llama_context: n_ctx is small");
    }

    @Test
    void cutsALongLine() {
        log.accept("I " + "x".repeat(2_000));

        assertThat(passed).containsExactly(Level.INFO + " " + "x".repeat(500));
    }
}
