package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.worker.v1.CountTokensRequest;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.InputKind;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.llama.LlamaEngine;
import ai.radium.worker.llama.TestLaunch;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol over the real engine. */
class WorkerTest {
    private final LlamaEngine engine;
    private final RunningWorker worker;

    WorkerTest(@TempDir Path folder) throws IOException {
        this.engine = TestLaunch.start(ScriptedModel.sentence(), folder, 1, 512);
        this.worker = new RunningWorker(engine, 1, 1, folder);
    }

    @AfterEach
    void stop() {
        worker.close();
        engine.close();
    }

    @Test
    void streamsAnAnswerAndLogsWhatItFinishedWith() throws IOException {
        List<Event> events = worker.generate(RunningWorker.sayHi());

        assertThat(events.get(0).getAccepted().getQueuePosition()).isZero();
        assertThat(events.get(1).getPrefillDone().getPromptTokens()).isEqualTo(25);
        assertThat(events.get(1).getPrefillDone().getTtftUs()).isPositive();
        assertThat(text(events)).isEqualTo(ScriptedModel.SENTENCE);
        Event last = events.getLast();
        assertThat(last.getFinished().getReason()).isEqualTo("stop");
        assertThat(last.getFinished().getCompletionTokens()).isEqualTo(ScriptedModel.SENTENCE_TOKENS);
        assertThat(last.getFinished().getTimings().getDecodeUs()).isPositive();
        assertThat(worker.usageLines())
                .containsExactly("{\"usageId\":\"usage_1\",\"requestId\":\"req_1\",\"account\":\"acct_1\","
                        + "\"promptTokens\":25,\"completionTokens\":13,\"cachedTokens\":0,\"reason\":\"stop\"}");
    }

    @Test
    void stopsBeforeAStopSequence() {
        List<Event> events = worker.generate(RunningWorker.sayHi().setStop("[\" fox\"]"));

        assertThat(text(events)).isEqualTo("The quick brown");
        assertThat(events.getLast().getFinished().getReason()).isEqualTo("stop");
        assertThat(events.getLast().getFinished().getCompletionTokens()).isEqualTo(4);
    }

    @Test
    void givesLogprobsWithoutAlternativesUnlessAsked() {
        List<Event> events =
                worker.generate(RunningWorker.sayHi().setMaxTokens(1).setLogprobs(true));

        assertThat(events.get(2).getDelta().getLogprobs()).contains("\"token\":\"The\"", "\"top_logprobs\":[]");
    }

    @Test
    void givesLogprobsOfTextInTheirOwnShape() {
        List<Event> events = worker.generate(RunningWorker.sayHi()
                .setKind(InputKind.TEXT)
                .setInput("\"Go\"")
                .setMaxTokens(2)
                .setLogprobs(true)
                .setTopLogprobs(1));

        assertThat(events.get(3).getDelta().getLogprobs())
                .contains("\"tokens\":[\" quick\"]", "\"text_offset\":[3]", "\"top_logprobs\":[{\" quick\":");
    }

    @Test
    void refusesWhatDoesNotFitWithTheNumbers() throws IOException {
        String long600 = "[{\"role\":\"user\",\"content\":\"" + "x".repeat(600) + "\"}]";
        StatusRuntimeException refused = refused(RunningWorker.sayHi().setInput(long600));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getStatus().getDescription()).contains("context_length_exceeded", "619", "512");
        assertThat(trailer(refused, "radium-code")).isEqualTo("context_length_exceeded");
        assertThat(trailer(refused, "radium-param")).isEqualTo("messages");
        assertThat(worker.usageLines()).isEmpty();
    }

    @Test
    void refusesAnAnswerThatDoesNotFitBehindItsPrompt() {
        StatusRuntimeException refused = refused(RunningWorker.sayHi().setMaxTokens(500));

        assertThat(refused.getStatus().getDescription())
                .contains("However, you requested 525 tokens (25 in the messages, 500 in the completion).");
        assertThat(trailer(refused, "radium-code")).isEqualTo("context_length_exceeded");
        assertThat(trailer(refused, "radium-param")).isEqualTo("messages");
    }

    @Test
    void refusesASchemaThatTheEngineCannotFollow() {
        StatusRuntimeException refused = refused(RunningWorker.sayHi()
                .setResponseFormat("{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"nonsense\"}}}"));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(trailer(refused, "radium-param")).isEqualTo("response_format");
    }

    @Test
    void refusesABadMessageByItsPath() {
        StatusRuntimeException refused = refused(RunningWorker.sayHi().setInput("[{\"role\":\"king\"}]"));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(trailer(refused, "radium-param")).isEqualTo("messages[0].role");
    }

    @Test
    void makesNoEmbeddings() {
        assertThatThrownBy(() -> worker.client()
                        .embed(EmbedRequest.newBuilder().setInput("\"a\"").build())
                        .next())
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("INVALID_ARGUMENT: this model answers prompts and makes no embeddings");
    }

    @Test
    void countsTokens() {
        CountTokensRequest request =
                CountTokensRequest.newBuilder().setInput(RunningWorker.SAY_HI).build();
        assertThat(worker.client().countTokens(request).getTokens()).isEqualTo(25);
    }

    @Test
    void countsTheTokensOfTools() {
        CountTokensRequest.Builder request =
                CountTokensRequest.newBuilder().setInput(RunningWorker.SAY_HI).setAccountId("acct_a");
        String tools = "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

        assertThat(worker.client().countTokens(request.setTools(tools).build()).getTokens())
                .isGreaterThan(25);
        assertThatThrownBy(() -> worker.client()
                        .countTokens(
                                request.setTools("[{\"type\":\"function\"}]").build()))
                .hasMessage("INVALID_ARGUMENT: tools[0].function.name must be a string");
    }

    @Test
    void isHealthyOnBothInterfaces() throws Exception {
        assertThat(worker.management("/health/live").statusCode()).isEqualTo(200);
        assertThat(worker.management("/health/ready").statusCode()).isEqualTo(200);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> grpcHealth() == ServingStatus.SERVING);
    }

    @Test
    void measuresWhatItServed() throws Exception {
        worker.generate(RunningWorker.sayHi());

        assertThat(worker.management("/metrics").body())
                .contains(
                        "radium_worker_ttft_seconds_count 1",
                        "radium_worker_inter_token_seconds_count 1",
                        "gen_ai_server_time_to_first_token_seconds_count 1",
                        "gen_ai_server_time_per_output_token_seconds_count 1",
                        "radium_worker_completion_tokens_total 13",
                        "radium_worker_generations_total{reason=\"stop\"} 1",
                        "radium_worker_engine_restarts_total 0");
    }

    private ServingStatus grpcHealth() {
        return HealthGrpc.newBlockingStub(worker.channel())
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    private StatusRuntimeException refused(GenerateRequest.Builder request) {
        try {
            worker.generate(request);
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("not refused");
    }

    private static String trailer(StatusRuntimeException refused, String name) {
        Metadata trailers = refused.getTrailers();
        String value = trailers == null ? null : trailers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        return value == null ? "" : value;
    }

    private static String text(List<Event> events) {
        return events.stream().map(event -> event.getDelta().getText()).collect(Collectors.joining());
    }
}
