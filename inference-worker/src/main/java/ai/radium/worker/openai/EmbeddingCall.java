package ai.radium.worker.openai;

import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import ai.radium.worker.engine.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** One request for embeddings, sent in parts so that neither side holds much of it. */
record EmbeddingCall(Completions server, int dimensions) {
    /** Inputs per request to the server: what it works on before it notices that nobody waits any more. */
    private static final int PART = 32;

    /** More than any tokenizer puts around a text. */
    private static final int SPECIAL_TOKENS = 8;

    Vectors vectors(List<EmbeddingInput> inputs) throws InterruptedException {
        for (EmbeddingInput input : inputs) {
            check(input);
        }
        List<float[]> vectors = new ArrayList<>(inputs.size());
        int tokens = 0;
        for (int from = 0; from < inputs.size(); from += PART) {
            tokens += add(inputs.subList(from, Math.min(inputs.size(), from + PART)), vectors);
        }
        return new Vectors(vectors, tokens);
    }

    private void check(EmbeddingInput input) throws InterruptedException {
        int tokens = input.value().size();
        if (input.value().isTextual()) {
            String text = input.value().textValue();
            // A token is at least one byte, and a char at most three.
            if (3L * text.length() + SPECIAL_TOKENS <= server.contextLength()) {
                return;
            }
            tokens = server.countTokens(new Generation(new Prompt.Text(text), 0, Map.of()));
        }
        if (tokens > server.contextLength()) {
            throw EngineRefusal.contextLengthExceeded(input.param(), tokens, server.contextLength());
        }
    }

    /** The tokens of these inputs. */
    private int add(List<EmbeddingInput> inputs, List<float[]> vectors) throws InterruptedException {
        Reply reply = server.client().post("/v1/embeddings", body(inputs), OpenAiClient.WORK);
        if (reply.status() == 400) {
            throw EngineRefusal.invalid(dimensions > 0 ? "dimensions" : "input", reply.error());
        }
        if (reply.status() == 404 || reply.status() == 501) { // vLLM's and llama-server's answer
            throw EngineRefusal.invalid("model", "this model makes no embeddings: its server was not started for them");
        }
        JsonNode data = reply.body().path("data");
        if (!reply.isOk() || data.size() != inputs.size()) {
            throw new EngineFailure(EngineFailure.ERROR, "the engine answered with status " + reply.status());
        }
        float[][] ordered = new float[inputs.size()][];
        for (JsonNode entry : data) {
            ordered[entry.path("index").asInt()] = vector(entry.path("embedding"));
        }
        vectors.addAll(List.of(ordered));
        return reply.body().path("usage").path("prompt_tokens").asInt();
    }

    private ObjectNode body(List<EmbeddingInput> inputs) {
        // The dialect's own words for a request of its model, without the prompt.
        ObjectNode body = server.dialect().body(new Generation(new Prompt.Text(""), 0, Map.of()));
        body.remove("prompt");
        ArrayNode values = body.putArray("input");
        inputs.forEach(input -> values.add(input.value()));
        body.put("encoding_format", "base64");
        if (dimensions > 0) {
            body.put("dimensions", dimensions);
        }
        return body;
    }

    private float[] vector(JsonNode embedding) {
        float[] values = embedding.isTextual() ? decoded(embedding.textValue()) : numbers(embedding);
        if (dimensions > 0 && values.length != dimensions) {
            throw EngineRefusal.invalid(
                    "dimensions", "dimensions must be " + values.length + ": this model makes no other vectors");
        }
        return ofLengthOne(values);
    }

    /** As OpenAI's base64 is: little-endian floats of 32 bits. */
    private static float[] decoded(String base64) {
        FloatBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }

    /** SGLang knows no base64. */
    private static float[] numbers(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).floatValue();
        }
        return values;
    }

    private static float[] ofLengthOne(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new EngineFailure(EngineFailure.ERROR, "the engine made a vector that points nowhere");
        }
        float[] unit = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            unit[i] = (float) (values[i] / Math.sqrt(squares));
        }
        return unit;
    }
}
