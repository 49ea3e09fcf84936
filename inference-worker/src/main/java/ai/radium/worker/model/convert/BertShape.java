package ai.radium.worker.model.convert;

import ai.radium.gguf.GgufFile;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * How a BERT is built, as its {@code config.json} says.
 *
 * @param contextLength tokens, as many as there are positions
 * @param tokenTypes kinds of sentences that it tells apart; only the first is used
 * @param pooling how one vector is made of a text's, by llama.cpp's number
 */
record BertShape(
        int layers,
        int width,
        int heads,
        int innerWidth,
        int contextLength,
        int tokenTypes,
        int vocabulary,
        float normEpsilon,
        int pooling) {
    private static final int MEAN = 1; // llama.h's llama_pooling_type
    private static final int CLS = 2;

    /** @param pooling sentence-transformers' {@code 1_Pooling/config.json} */
    static BertShape of(JsonNode config, JsonNode pooling) throws Unconvertible {
        require(config, "model_type", "bert");
        require(config, "hidden_act", "gelu");
        if (config.has("position_embedding_type")) {
            require(config, "position_embedding_type", "absolute");
        }
        return new BertShape(
                number(config, "num_hidden_layers"),
                number(config, "hidden_size"),
                number(config, "num_attention_heads"),
                number(config, "intermediate_size"),
                number(config, "max_position_embeddings"),
                number(config, "type_vocab_size"),
                number(config, "vocab_size"),
                (float) config.path("layer_norm_eps").asDouble(1e-12),
                pooling(pooling));
    }

    void writeTo(GgufFile file) {
        file.number("bert.context_length", contextLength)
                .number("bert.embedding_length", width)
                .number("bert.block_count", layers)
                .number("bert.feed_forward_length", innerWidth)
                .number("bert.attention.head_count", heads)
                .real("bert.attention.layer_norm_epsilon", normEpsilon)
                .flag("bert.attention.causal", false)
                .number("bert.pooling_type", pooling)
                .number("tokenizer.ggml.token_type_count", tokenTypes);
    }

    private static int pooling(JsonNode pooling) throws Unconvertible {
        if (pooling.path("pooling_mode_mean_tokens").asBoolean()) {
            return MEAN;
        }
        if (pooling.path("pooling_mode_cls_token").asBoolean()) {
            return CLS;
        }
        throw new Unconvertible("its vectors are made neither of the mean of all tokens' nor of the first one's");
    }

    private static void require(JsonNode config, String field, String value) throws Unconvertible {
        if (!config.path(field).asText().equals(value)) {
            throw new Unconvertible("its " + field + " is " + config.path(field) + ", not " + value);
        }
    }

    private static int number(JsonNode config, String field) throws Unconvertible {
        int number = config.path(field).asInt();
        if (number < 1) {
            throw new Unconvertible("its config.json says no " + field);
        }
        return number;
    }
}
