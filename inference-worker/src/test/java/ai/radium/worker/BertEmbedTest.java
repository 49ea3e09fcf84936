package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.radium.contracts.worker.v1.EmbedReply;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.gguf.TensorType;
import ai.radium.worker.llama.LlamaEngine;
import ai.radium.worker.llama.TestLaunch;
import ai.radium.worker.model.convert.BertArchive;
import ai.radium.worker.testmodel.TinyBert;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings of a converted BERT by a real llama-server. */
@TestInstance(Lifecycle.PER_CLASS)
class BertEmbedTest {
    private LlamaEngine engine;
    private RunningWorker worker;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path model = folder.resolve("tiny.gguf");
        new BertArchive(TinyBert.whole().write(folder.resolve("tiny.zip")))
                .convert(model, TensorType.F16, "tiny", "Apache-2.0");
        engine = TestLaunch.startEncoder(model, 2);
        worker = new RunningWorker(engine, 2, 1, true, folder);
    }

    @AfterAll
    void stop() {
        worker.close();
        engine.close();
    }

    @Test
    void turnsTextsIntoVectorsOfLengthOne() {
        EmbedReply reply = embed("[\"red sky!\", \"blues\", \"Red SKY !\"]");

        assertThat(reply.getPromptTokens()).isEqualTo(5 + 4 + 5);
        assertThat(reply.getEmbeddingsList())
                .hasSize(3)
                .allSatisfy(vector -> assertThat(vector.getValuesList()).hasSize(TinyBert.WIDTH));
        assertThat(cosine(reply, 0, 0)).isCloseTo(1, within(1e-5));
        assertThat(cosine(reply, 0, 2)).isCloseTo(1, within(1e-5));
        assertThat(cosine(reply, 0, 1)).isLessThan(0.99);
    }

    @Test
    void readsTokenIdsAsTheTextThatTheyAreOf() {
        EmbedReply text = embed("[\"red sky!\"]");

        // "red", "sky", "!" alone, and with [CLS] and [SEP] around them.
        assertThat(cosine(text, embed("[5, 9, 10]"))).isCloseTo(1, within(1e-5));
        assertThat(cosine(text, embed("[2, 5, 9, 10, 3]"))).isCloseTo(1, within(1e-5));
    }

    @Test
    void readsAsManyTokensAsTheModelHasPositionsFor() {
        assertThat(embed("\"" + "red ".repeat(TinyBert.CONTEXT - 2) + "\"").getPromptTokens())
                .isEqualTo(TinyBert.CONTEXT);
        assertThatThrownBy(() -> embed("\"" + "red ".repeat(TinyBert.CONTEXT - 1) + "\""))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(refused.getStatus().getDescription())
                            .contains("context_length_exceeded: input has 65 tokens, this model reads at most 64");
                    assertThat(refused.getTrailers())
                            .isNotNull()
                            .satisfies(trailers -> assertThat(trailers.get(RunningWorker.PARAM))
                                    .isEqualTo("input"));
                });
    }

    @Test
    void aLongTextBesideShortOnesIsReadWhole() {
        String longest = "blue ".repeat(TinyBert.CONTEXT - 2);
        EmbedReply alone = embed("\"" + longest + "\"");

        EmbedReply many = embed("[\"red\", \"" + longest + "\", \"sky\", \"" + longest + "\"]");

        assertThat(cosine(
                        alone.getEmbeddings(0).getValuesList(),
                        many.getEmbeddings(1).getValuesList()))
                .isCloseTo(1, within(1e-4));
        assertThat(cosine(many, 1, 3)).isCloseTo(1, within(1e-4));
    }

    private EmbedReply embed(String input) {
        return worker.client()
                .embed(EmbedRequest.newBuilder()
                        .setInput(input)
                        .setAccountId("acct_1")
                        .setRequestId("req_1")
                        .setUsageId("usage_1")
                        .build())
                .next();
    }

    private static double cosine(EmbedReply one, EmbedReply other) {
        return cosine(
                one.getEmbeddings(0).getValuesList(), other.getEmbeddings(0).getValuesList());
    }

    private static double cosine(EmbedReply reply, int one, int other) {
        return cosine(
                reply.getEmbeddings(one).getValuesList(),
                reply.getEmbeddings(other).getValuesList());
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
