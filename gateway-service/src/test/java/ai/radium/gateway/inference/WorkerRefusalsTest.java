package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.worker.GrpcStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client reads of a worker's refusal: never the worker's words, unless they are about the request. */
class WorkerRefusalsTest {
    @ParameterizedTest
    @CsvSource({
        "8,503,OVERLOADED,17",
        "16,503,SERVICE_UNAVAILABLE,1",
        "4,504,TIMEOUT,0",
        "14,503,MODEL_NOT_READY,1",
        "13,502,BAD_GATEWAY,0",
        "2,502,BAD_GATEWAY,0"
    })
    void aStatusIsToldInTheGatewaysOwnWords(int code, int status, String problem, int retryAfter) {
        Refusal refusal = WorkerRefusals.refusal(new GrpcStatus(code, "inner words", "p", "r", 17));

        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.code()).isEqualTo(problem);
        assertThat(refusal.retryAfterSeconds()).isEqualTo(retryAfter);
        assertThat(refusal.detail()).isNotBlank().doesNotContain("inner");
        assertThat(refusal.param()).isNull();
    }

    @Test
    void whatIsWrongWithTheRequestIsToldInTheWorkersWords() {
        Refusal named = WorkerRefusals.refusal(
                new GrpcStatus(GrpcStatus.INVALID_ARGUMENT, "too long", "messages", "context_length_exceeded", 0));
        Refusal bare = WorkerRefusals.refusal(new GrpcStatus(GrpcStatus.INVALID_ARGUMENT, "no", null, null, 0));

        assertThat(named.status()).isEqualTo(400);
        assertThat(named.code()).isEqualTo("CONTEXT_LENGTH_EXCEEDED");
        assertThat(named.detail()).isEqualTo("too long");
        assertThat(named.param()).isEqualTo("messages");
        assertThat(bare.code()).isEqualTo("INVALID_REQUEST");
        assertThat(bare.param()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "invalid_request         | false | bad     | ''       | 400 | INVALID_REQUEST         | bad",
                "context_length_exceeded | false | long    | ''       | 400 | CONTEXT_LENGTH_EXCEEDED | long",
                "grammar_too_large       | false | too big | tools    | 400 | GRAMMAR_TOO_LARGE       | too big",
                "invalid_request         | true  | later   | messages | 503 | INVALID_REQUEST         | later",
                "engine_failed           | true  | later   | ''       | 503 | ENGINE_FAILED           | later",
                "engine_failed           | false | broken  | ''       | 500 | ENGINE_FAILED           | broken",
                "''                      | false | ''      | ''       | 500 | INTERNAL_ERROR          | The model's engine failed",
                "''                      | true  | ''      | ''       | 503 | SERVICE_UNAVAILABLE     | The model's engine failed"
            })
    void anErrorEventIsTheCallersWhereItIsAboutTheRequest(
            String code, boolean retryable, String message, String param, int status, String told, String detail) {
        Refusal refusal = WorkerRefusals.refusal(code, retryable, message, param);

        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.code()).isEqualTo(told);
        assertThat(refusal.detail()).isEqualTo(detail);
        assertThat(refusal.param()).isEqualTo(status == 400 && !param.isEmpty() ? param : null);
    }
}
