package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.radium.contracts.worker.v1.EmbedReply;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.llama.LlamaEngine;
import ai.radium.worker.llama.TestLaunch;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings of a real llama-server: the mean of the scripted model's vectors, one dimension for each kind of token. */
@TestInstance(Lifecycle.PER_CLASS)
class EmbedTest {
    private LlamaEngine engine;
    private RunningWorker worker;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        engine = TestLaunch.startEmbeddings(ScriptedModel.sentence(), folder, 2, 200);
        worker = new RunningWorker(engine, 2, 1, true, folder);
    }

    @AfterAll
    void stop() {
        worker.close();
        engine.close();
    }

    @Test
    void turnsTextsIntoVectorsOfLengthOneInTheirOrder() throws IOException {
        EmbedReply reply = embed("[\"ab\", \"yz\", \"ba\"]");

        assertThat(reply.getPromptTokens()).isEqualTo(9);
        assertThat(reply.getEmbeddingsList()).hasSize(3);
        assertThat(reply.getEmbeddingsList())
                .allSatisfy(vector -> assertThat(cosine(vector.getValuesList(), vector.getValuesList()))
                        .isCloseTo(1, within(1e-5)));
        // Two of three tokens differ, or none: the same letters have the same mean.
        assertThat(cosine(values(reply, 0), values(reply, 2))).isCloseTo(1, within(1e-3));
        assertThat(cosine(values(reply, 0), values(reply, 1))).isCloseTo(1.0 / 3, within(0.02));
        assertThat(worker.usageLines().getLast())
                .contains("\"usageId\":\"usage_1\"", "\"promptTokens\":9", "\"reason\":\"embedded\"");
    }

    @Test
    void readsTokenIdsAsTheyAre() {
        // Bytes follow three special tokens; a begins at 0x61.
        List<Float> text = values(embed("\"ab\""), 0);

        assertThat(cosine(values(embed("[1, 100, 101]"), 0), text)).isCloseTo(1, within(1e-3));
        EmbedReply lists = embed("[[1, 100, 101], [1, 124]]");
        assertThat(lists.getEmbeddingsCount()).isEqualTo(2);
        assertThat(lists.getPromptTokens()).isEqualTo(5);
    }

    @Test
    void readsATextAsLongAsTheContext() {
        assertThat(embed("\"" + "b".repeat(255) + "\"").getPromptTokens()).isEqualTo(256);
    }

    @Test
    void takesManyInputsInParts() {
        List<EmbedReply> replies = replies(request("[" + String.join(",", Collections.nCopies(2048, "\"a\"")) + "]"));

        assertThat(replies)
                .hasSizeGreaterThan(1)
                .allSatisfy(reply -> assertThat(reply.getSerializedSize()).isLessThanOrEqualTo(1024 * 1024));
        assertThat(replies.stream().mapToInt(EmbedReply::getEmbeddingsCount).sum())
                .isEqualTo(2048);
        assertThat(replies.stream().map(EmbedReply::getPromptTokens))
                .startsWith(2 * 2048)
                .endsWith(0);
    }

    @Test
    void namesTheEntryThatIsWrong() {
        assertRefused(request(""), "input", "input is required");
        assertRefused(request("5"), "input", "must be a string or an array of token ids");
        assertRefused(request("[]"), "input", "1 to 2048 entries, has 0");
        assertRefused(
                request("[" + String.join(",", Collections.nCopies(2049, "\"a\"")) + "]"),
                "input",
                "at most 2048 entries");
        assertRefused(request("[\"a\", \"\"]"), "input[1]", "input[1] must not be empty");
        assertRefused(request("[\"a\", []]"), "input[1]", "input[1] must not be empty");
        assertRefused(request("[\"a\", {}]"), "input[1]", "must be a string or an array of token ids");
        assertRefused(request("[[1, -1]]"), "input[0]", "input[0][1] must be a token id");
        assertRefused(request("[1, 1.5]"), "input", "input[1] must be a token id");
        assertRefused(
                request("[\"a\", \"" + "b".repeat(256) + "\"]"),
                "input[1]",
                "context_length_exceeded: This model's maximum context length is 256 tokens. However, your input[1] resulted in"
                        + " 257 tokens.");
        assertRefused(
                request("[[1], [1, 999999]]"), "input[1]", "input[1][1] must be a token id, a whole number from 0 to");
        assertRefused(request("[1, 3000000000]"), "input", "input[1] must be a token id, a whole number from 0 to");
    }

    @Test
    void refusesDimensionsThatTheModelDoesNotHave() {
        assertRefused(request("\"a\"").setDimensions(7), "dimensions", "this model makes no other vectors");
        int own = embed("\"a\"").getEmbeddings(0).getValuesCount();
        assertThat(embed(request("\"a\"").setDimensions(own)).getEmbeddingsCount())
                .isEqualTo(1);
    }

    @Test
    void answersNoPrompts() {
        try {
            worker.generate(RunningWorker.sayHi());
        } catch (StatusRuntimeException refused) {
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused.getStatus().getDescription()).contains("makes embeddings and answers no prompts");
            return;
        }
        throw new AssertionError("not refused");
    }

    private EmbedReply embed(String input) {
        return embed(request(input));
    }

    private EmbedReply embed(EmbedRequest.Builder request) {
        List<EmbedReply> replies = replies(request);
        assertThat(replies).hasSize(1);
        return replies.getFirst();
    }

    private List<EmbedReply> replies(EmbedRequest.Builder request) {
        List<EmbedReply> replies = new ArrayList<>();
        worker.client().embed(request.build()).forEachRemaining(replies::add);
        return replies;
    }

    private static EmbedRequest.Builder request(String input) {
        return EmbedRequest.newBuilder()
                .setInput(input)
                .setAccountId("acct_1")
                .setRequestId("req_1")
                .setUsageId("usage_1");
    }

    private void assertRefused(EmbedRequest.Builder request, String param, String explanation) {
        try {
            replies(request);
        } catch (StatusRuntimeException refused) {
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused.getStatus().getDescription()).contains(explanation);
            assertThat(refused.getTrailers())
                    .isNotNull()
                    .satisfies(trailers ->
                            assertThat(trailers.get(RunningWorker.PARAM)).isEqualTo(param));
            return;
        }
        throw new AssertionError("not refused: " + param);
    }

    private static List<Float> values(EmbedReply reply, int index) {
        return reply.getEmbeddings(index).getValuesList();
    }

    /** Of vectors of length 1. */
    private static double cosine(List<Float> one, List<Float> other) {
        double sum = 0;
        for (int i = 0; i < one.size(); i++) {
            sum += one.get(i) * other.get(i);
        }
        return sum;
    }
}
