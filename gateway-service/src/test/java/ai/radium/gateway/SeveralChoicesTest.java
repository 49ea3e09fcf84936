package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.gateway.usage.SpooledUsage;
import ai.radium.gateway.worker.ScriptedWorker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.stub.ServerCallStreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several choices of one prompt, several prompts, and both, of a real gateway. */
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SeveralChoicesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private Path home;
    private ScriptedWorker worker;
    private LocalGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) {
        home = folder;
        worker = new ScriptedWorker(this::says);
        gateway = new LocalGateway(
                new GatewayHome(folder).key("key", "acct_a", Map.of()).model("m", worker.address()), Map.of());
    }

    @AfterAll
    void stop() {
        gateway.close();
        worker.close();
    }

    @BeforeEach
    void forget() {
        worker.requests.clear();
        mostAtOnce.set(0);
    }

    /** What it was asked, twice, and which call of the attempt it is; a prompt of 7 tokens, 3 tokens more. */
    private void says(GenerateRequest request, ServerCallStreamObserver<Event> client) {
        int call = calls.computeIfAbsent(request.getUsageId(), _ -> new AtomicInteger())
                .incrementAndGet();
        client.onNext(ScriptedWorker.accepted());
        if (request.getInput().equals("\"bad\"")) {
            client.onNext(ScriptedWorker.refusal("invalid_request", "prompt", "prompt is bad"));
            client.onCompleted();
            return;
        }
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        client.onNext(ScriptedWorker.prefillDone(7, call == 1 ? 0 : 6));
        client.onNext(ScriptedWorker.delta("<" + request.getInput().replace("\"", "")));
        client.onNext(ScriptedWorker.delta(">"));
        atOnce.decrementAndGet();
        client.onNext(ScriptedWorker.finished(call == 1 ? "length" : "stop", 7, 3));
        client.onCompleted();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChatHasAsManyChoicesAsItAsksFor(boolean stream) throws Exception {
        Reply reply = post("/v1/chat/completions", "\"n\":3,\"messages\":[]", stream);

        assertThat(reply.texts)
                .containsOnlyKeys(0, 1, 2)
                .allSatisfy((_, text) -> assertThat(text).isEqualTo("<[]>"));
        assertThat(reply.reasons.values()).containsExactlyInAnyOrder("length", "stop", "stop");
        assertThat(reply.usage.toString())
                .startsWith("{\"prompt_tokens\":7,\"completion_tokens\":9,\"total_tokens\":16,");
        assertIsRecordedAsTold(reply);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void choicesOfSeveralPromptsStandInTheirOrder(boolean stream) throws Exception {
        Reply reply = post("/v1/completions", "\"n\":2,\"best_of\":2,\"prompt\":[\"a\",[1,2],\"c\"]", stream);

        assertThat(reply.texts).isEqualTo(Map.of(0, "<a>", 1, "<a>", 2, "<[1,2]>", 3, "<[1,2]>", 4, "<c>", 5, "<c>"));
        assertThat(reply.usage.get("prompt_tokens").asInt()).isEqualTo(21);
        assertThat(reply.usage.get("completion_tokens").asInt()).isEqualTo(18);
        assertThat(mostAtOnce.get()).isLessThanOrEqualTo(4);
        assertIsRecordedAsTold(reply);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHundredAndMoreChoicesAreMadeSomeAtATime(boolean stream) throws Exception {
        String prompts = IntStream.range(0, 32).mapToObj(i -> "\"p" + i + "\"").collect(Collectors.joining(","));

        Reply reply = post("/v1/completions", "\"n\":8,\"echo\":true,\"prompt\":[" + prompts + "]", stream);

        assertThat(reply.texts).hasSize(256);
        assertThat(reply.texts.get(255)).isEqualTo("p31<p31>");
        assertThat(reply.usage.get("prompt_tokens").asInt()).isEqualTo(7 * 32);
        assertThat(mostAtOnce.get()).isLessThanOrEqualTo(4);
        assertIsRecordedAsTold(reply);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEchoIsThePromptAsItWasWritten(boolean stream) throws Exception {
        Reply reply = post("/v1/completions", "\"echo\":true,\"prompt\":\"\\u00e9\\n\\\"q\\\" \"", stream);

        assertThat(reply.texts.get(0)).startsWith("é\n\"q\" <").endsWith(">");
        assertThat(reply.usage.get("completion_tokens").asInt()).isEqualTo(3);
        assertIsRecordedAsTold(reply);
    }

    @Test
    void onePromptInAListIsOneGeneration() throws Exception {
        for (String prompt : new String[] {"[\"a\"]", "[1,2]", "[[1,2]]"}) {
            post("/v1/completions", "\"best_of\":1,\"prompt\":" + prompt, false);
        }

        assertThat(worker.requests)
                .extracting(GenerateRequest::getInput)
                .containsExactly("[\"a\"]", "[1,2]", "[[1,2]]");
        assertThat(worker.requests).allMatch(request -> request.getMaxTokens() == 16);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFaultOfOnePromptIsNamedByItsPlace(boolean stream) throws Exception {
        HttpResponse<String> response =
                send("/v1/completions", "\"n\":2,\"stream\":" + stream + ",\"prompt\":[\"bad\",\"bad\"]");

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = JSON.readTree(response.body()).path("error");
        String place = error.path("param").asText(); // of the one that was refused first
        assertThat(place).isIn("prompt[0]", "prompt[1]");
        assertThat(error.path("message").asText()).isEqualTo(place + " is bad");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "n":9,"prompt":"a" | n | between 1 and 8
            "n":0,"prompt":"a" | n | between 1 and 8
            "n":1.5,"prompt":"a" | n | between 1 and 8
            "best_of":3,"n":2,"prompt":"a" | best_of | 1 or n
            "best_of":2,"prompt":"a" | best_of | 1 or n
            "prompt":[] | prompt | must not be empty
            "prompt":["a",5] | prompt[1] | a string or an array
            "prompt":["a",null] | prompt[1] | a string or an array
            "prompt":[{}] | prompt[0] | a string or an array
            "echo":true,"prompt":[1,2] | echo | token ids
            "echo":true,"prompt":["a",[1]] | echo | token ids
            "echo":true,"logprobs":1,"prompt":"a" | echo | logprobs
            "echo":"yes","prompt":"a" | echo | true or false
            "suffix":"x","prompt":"a" | suffix | not supported
            "logprobs":true,"prompt":"a" | logprobs | between 0 and 20
            "logprobs":21,"prompt":"a" | logprobs | between 0 and 20
            "functions":[],"prompt":"a" | functions | not a parameter
            "reasoning_effort":"low","prompt":"a" | reasoning_effort | not a parameter
            """)
    void whatCannotBeHonouredIsRefusedByItsName(String members, String param, String words) throws Exception {
        HttpResponse<String> response = send("/v1/completions", members);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = JSON.readTree(response.body()).path("error");
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(error.path("message").asText()).contains(words);
        assertThat(worker.requests).isEmpty();
    }

    @Test
    void promptsBeyondTheirBoundsAreRefused() throws Exception {
        String many = "\"a\",".repeat(32) + "\"a\"";
        String tooLong = "x".repeat(600_000);

        assertThat(send("/v1/completions", "\"prompt\":[" + many + "]").body()).contains("at most 32 prompts");
        assertThat(send("/v1/completions", "\"n\":8,\"echo\":true,\"prompt\":\"" + tooLong + "\"")
                        .body())
                .contains("\"param\":\"echo\"", "4800016 bytes");
    }

    private void assertIsRecordedAsTold(Reply reply) {
        assertThat(SpooledUsage.of(home))
                .filteredOn(record -> record.requestId().equals(reply.requestId))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.outcome()).isEqualTo(UsageRecord.Outcome.COMPLETED);
                    assertThat(record.promptTokens())
                            .isEqualTo(reply.usage.get("prompt_tokens").asInt());
                    assertThat(record.completionTokens())
                            .isEqualTo(reply.usage.get("completion_tokens").asInt());
                    assertThat(record.discardedTokens()).isZero();
                });
        for (String gauge : List.of("radium_gateway_inference_in_flight", "radium_gateway_spool_promises")) {
            assertThat(gateway.metric(gauge)).isZero();
        }
    }

    private record Reply(String requestId, Map<Integer, String> texts, Map<Integer, String> reasons, JsonNode usage) {}

    private Reply post(String path, String members, boolean stream) throws Exception {
        HttpResponse<String> response =
                send(path, (stream ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : "") + members);
        assertThat(response.statusCode()).isEqualTo(200);
        List<JsonNode> parts = new ArrayList<>();
        if (stream) {
            assertThat(response.body()).endsWith("data: [DONE]\n\n");
            for (String line : response.body().split("\n", -1)) {
                if (line.startsWith("data: {")) {
                    parts.add(JSON.readTree(line.substring(6)));
                }
            }
        } else {
            parts.add(JSON.readTree(response.body()));
        }
        Map<Integer, String> texts = new TreeMap<>();
        Map<Integer, String> reasons = new TreeMap<>();
        parts.stream()
                .flatMap(part -> StreamSupport.stream(part.path("choices").spliterator(), false))
                .forEach(choice -> {
                    int index = choice.get("index").asInt();
                    texts.merge(index, text(choice), String::concat);
                    if (!choice.get("finish_reason").isNull()) {
                        assertThat(reasons.put(
                                        index, choice.get("finish_reason").asText()))
                                .isNull();
                    }
                });
        assertThat(reasons).hasSameSizeAs(texts);
        return new Reply(
                response.headers().firstValue("x-request-id").orElseThrow(),
                texts,
                reasons,
                parts.getLast().get("usage"));
    }

    private static String text(JsonNode choice) {
        return choice.path("text").asText()
                + choice.at("/message/content").asText("")
                + choice.at("/delta/content").asText("");
    }

    private HttpResponse<String> send(String path, String members) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                        .header("Authorization", "Bearer key")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\"," + members + "}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
