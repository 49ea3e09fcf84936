package ai.radium.worker.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class LogprobsTest {
    private static final String OF_LLAMA_SERVER = """
            {"content":[{"id":7,"token":"é","bytes":[195,169],"logprob":-0.5,"top_logprobs":[
              {"id":7,"token":"é","bytes":[195,169],"logprob":-0.5},
              {"id":8,"token":"e","bytes":[101],"logprob":-3.4028234663852886e38}]}]}""";

    @Test
    void showsAChatsTokensWithTheirBytesAndNoMembersOfTheEnginesOwn() throws Exception {
        assertThat(chat(2)).isEqualTo(OpenAiClient.JSON.readTree("""
                {"content":[{"token":"é","logprob":-0.5,"bytes":[195,169],"top_logprobs":[
                  {"token":"é","logprob":-0.5,"bytes":[195,169]},
                  {"token":"e","logprob":-9999.0,"bytes":[101]}]}],"refusal":null}"""));
    }

    @Test
    void showsAsManyAlternativesAsWereAskedFor() throws Exception {
        assertThat(chat(1).at("/content/0/top_logprobs")).hasSize(1);
        assertThat(chat(0).at("/content/0/top_logprobs")).isEmpty();
    }

    @Test
    void countsTheOffsetsOfTextOnAcrossChunks() throws Exception {
        Logprobs logprobs = new Logprobs(2);
        JsonNode chunk = OpenAiClient.JSON.readTree(OF_LLAMA_SERVER);
        logprobs.text(chunk);

        assertThat(OpenAiClient.JSON.readTree(logprobs.text(chunk))).isEqualTo(OpenAiClient.JSON.readTree("""
                {"tokens":["é"],"token_logprobs":[-0.5],"top_logprobs":[{"é":-0.5,"e":-9999.0}],"text_offset":[1]}"""));
    }

    private static JsonNode chat(int alternatives) throws Exception {
        return OpenAiClient.JSON.readTree(new Logprobs(alternatives).chat(OpenAiClient.JSON.readTree(OF_LLAMA_SERVER)));
    }
}
