package ai.radium.worker.model.convert;

import ai.radium.gguf.GgufFile;
import ai.radium.gguf.WordVocabulary;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The word pieces of a {@code tokenizer.json}, in the form that llama.cpp wants: a piece that begins a word has U+2581 before it, one
 * that goes on has nothing, and what stands for no text is as it is.
 */
record BertVocabulary(List<String> pieces, Set<Integer> control, boolean lowercase, boolean stripAccents) {
    private static final String GOES_ON = "##";
    private static final int NORMAL = 1; // llama.h's llama_token_type
    private static final int CONTROL = 3;

    BertVocabulary {
        pieces = List.copyOf(pieces);
        control = Set.copyOf(control);
    }

    static BertVocabulary of(JsonNode tokenizer) throws Unconvertible {
        JsonNode model = tokenizer.path("model");
        JsonNode normalizer = tokenizer.path("normalizer");
        require("WordPiece", model.path("type").asText());
        require(GOES_ON, model.path("continuing_subword_prefix").asText());
        require("BertNormalizer", normalizer.path("type").asText());
        Set<Integer> control = new HashSet<>();
        for (JsonNode token : tokenizer.path("added_tokens")) {
            if (token.path("special").asBoolean()) {
                control.add(token.path("id").asInt());
            }
        }
        boolean lowercase = normalizer.path("lowercase").asBoolean();
        return new BertVocabulary(
                pieces(model.path("vocab")),
                control,
                lowercase,
                normalizer.path("strip_accents").asBoolean(lowercase)); // null means: where it makes lower case
    }

    /** @throws Unconvertible when one of the tokens that llama.cpp needs is missing */
    void writeTo(GgufFile file) throws Unconvertible {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < pieces.size(); id++) {
            ids.put(pieces.get(id), id);
        }
        int[] types = new int[pieces.size()];
        Arrays.setAll(types, id -> control.contains(id) ? CONTROL : NORMAL);
        file.text("tokenizer.ggml.model", "bert")
                .text(
                        "tokenizer.ggml.pre",
                        "jina-v2-en") // the converter's name for BERT's own way, which it is by default
                .texts("tokenizer.ggml.tokens", written())
                .numbers("tokenizer.ggml.token_type", types)
                .number("tokenizer.ggml.bos_token_id", id(ids, "[CLS]"))
                .number("tokenizer.ggml.eos_token_id", id(ids, "[SEP]"))
                .number("tokenizer.ggml.unknown_token_id", id(ids, "[UNK]"))
                .number("tokenizer.ggml.seperator_token_id", id(ids, "[SEP]")) // llama.cpp's spelling
                .number("tokenizer.ggml.padding_token_id", id(ids, "[PAD]"))
                .number("tokenizer.ggml.mask_token_id", id(ids, "[MASK]"))
                .flag("tokenizer.ggml.normalizer.lowercase", lowercase)
                .flag("tokenizer.ggml.normalizer.strip_accents", stripAccents);
    }

    private List<String> written() {
        String[] written = new String[pieces.size()];
        Arrays.setAll(written, id -> {
            String piece = pieces.get(id);
            if (control.contains(id)) {
                return piece;
            }
            return piece.startsWith(GOES_ON) ? piece.substring(GOES_ON.length()) : WordVocabulary.BEGINS + piece;
        });
        return List.of(written);
    }

    private static List<String> pieces(JsonNode vocabulary) throws Unconvertible {
        NavigableMap<Integer, String> pieces = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
            pieces.put(entry.getValue().asInt(-1), entry.getKey());
        }
        if (pieces.size() != vocabulary.size()
                || pieces.isEmpty()
                || pieces.firstKey() != 0
                || pieces.lastKey() != vocabulary.size() - 1) {
            throw new Unconvertible("the ids of its vocabulary are not 0 to " + (vocabulary.size() - 1));
        }
        return List.copyOf(pieces.values());
    }

    private static int id(Map<String, Integer> ids, String token) throws Unconvertible {
        Integer id = ids.get(token);
        if (id == null) {
            throw new Unconvertible("its vocabulary has no " + token);
        }
        return id;
    }

    private static void require(String expected, String found) throws Unconvertible {
        if (!found.equals(expected)) {
            throw new Unconvertible("its tokenizer is of the kind '" + found + "', not " + expected);
        }
    }
}
