package ai.radium.gguf.tokenizer;

import ai.radium.gguf.Metadata;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** The tokens of a model. */
public final class Vocabulary {
    /** Tokens that end an answer whatever their file says of them (llama_vocab::impl::load). */
    private static final Set<String> ENDS = Set.of(
            "<|eot_id|>",
            "<|im_end|>",
            "<|end|>",
            "<|return|>",
            "<|call|>",
            "<|flush|>",
            "<|calls|>",
            "<end_of_turn>",
            "<|endoftext|>",
            "</s>",
            "<|eom_id|>",
            "<EOT>",
            "_<EOT>",
            "[EOT]",
            "[EOS]",
            "<|end_of_text|>",
            "<end_of_utterance>",
            "<eos>",
            "<turn|>",
            "<|tool_response>",
            "<\uff5cend\u2581of\u2581sentence\uff5c>",
            "[e~[");

    /** Tokens for filling in the middle, control tokens whatever their file says of them (the same place). */
    private static final Set<String> FILLS = Set.of(
            "<|fim_prefix|>",
            "<fim-prefix>",
            "<fim_prefix>",
            "<|fim_suffix|>",
            "<fim-suffix>",
            "<fim_suffix>",
            "<|fim_middle|>",
            "<fim-middle>",
            "<fim_middle>",
            "<|fim_pad|>",
            "<fim-pad>",
            "<fim_pad>",
            "<|fim_repo|>",
            "<|repo_name|>",
            "<fim-repo>",
            "<reponame>",
            "<|file_sep|>");

    private final List<String> texts;
    private final Map<String, Integer> ids;
    private final List<TokenKind> kinds;
    private final float[] scores;
    private final OptionalInt begin;
    private final OptionalInt end;
    private final Set<Integer> endsOfAnswers;

    private Vocabulary(
            List<String> texts, Map<String, Integer> ids, List<TokenKind> kinds, float[] scores, Metadata metadata) {
        this.texts = Collections.unmodifiableList(texts);
        this.ids = ids;
        this.kinds = List.copyOf(kinds);
        this.scores = scores;
        this.begin = id(metadata, "bos");
        this.end = id(metadata, "eos");
        this.endsOfAnswers = endsOfAnswers(metadata);
    }

    static Vocabulary of(Metadata metadata) throws UnsupportedTokenizer {
        List<String> texts = new ArrayList<>(metadata.texts("tokenizer.ggml.tokens"));
        List<Long> types = metadata.numbers("tokenizer.ggml.token_type");
        float[] scores = metadata.reals("tokenizer.ggml.scores");
        if (texts.isEmpty()) {
            throw new UnsupportedTokenizer("the model file holds no vocabulary");
        }
        if ((!types.isEmpty() && types.size() < texts.size()) || (scores.length > 0 && scores.length < texts.size())) {
            throw new UnsupportedTokenizer("the model file's vocabulary has fewer types or scores than tokens");
        }
        Map<String, Integer> ids = new HashMap<>();
        List<TokenKind> kinds = new ArrayList<>();
        for (int id = 0; id < texts.size(); id++) {
            if (texts.get(id).isEmpty()) {
                texts.set(id, "[EMPTY_" + id + "]");
            }
            if (ids.put(texts.get(id), id) != null) {
                throw new UnsupportedTokenizer("the model file's vocabulary holds a token twice: id " + id);
            }
            kinds.add(isControlByName(texts.get(id)) ? TokenKind.CONTROL : kind(types, id));
        }
        return new Vocabulary(texts, ids, kinds, scores.length == 0 ? new float[texts.size()] : scores, metadata);
    }

    public int size() {
        return texts.size();
    }

    /** As the file spells it, which is not what it stands for. */
    public String spelling(int id) {
        return texts.get(id);
    }

    public boolean isControl(int id) {
        return kinds.get(id).isControl();
    }

    /** Whether an engine ends an answer at this token. */
    public boolean endsAnswers(int id) {
        return endsOfAnswers.contains(id);
    }

    /** The token before a text. */
    public OptionalInt begin() {
        return begin;
    }

    /** The token behind a text. */
    public OptionalInt end() {
        return end;
    }

    /** The spellings of control tokens. */
    public List<String> controlWords() {
        return IntStream.range(0, size())
                .filter(this::isControl)
                .mapToObj(texts::get)
                .toList();
    }

    Optional<Integer> id(String spelling) {
        return Optional.ofNullable(ids.get(spelling));
    }

    TokenKind kind(int id) {
        return kinds.get(id);
    }

    float score(int id) {
        return scores[id];
    }

    private Set<Integer> endsOfAnswers(Metadata metadata) {
        Set<Integer> found = new HashSet<>();
        ENDS.forEach(text -> id(text).ifPresent(found::add));
        end.ifPresent(found::add);
        id(metadata, "eot").ifPresent(found::add);
        id(metadata, "eom").ifPresent(found::add);
        return Set.copyOf(found);
    }

    private OptionalInt id(Metadata metadata, String name) {
        return metadata.number("tokenizer.ggml." + name + "_token_id").stream()
                .filter(id -> id < size())
                .mapToInt(Long::intValue)
                .findFirst();
    }

    private static boolean isControlByName(String text) {
        return ENDS.contains(text) || FILLS.contains(text);
    }

    private static TokenKind kind(List<Long> types, int id) {
        return types.isEmpty() ? TokenKind.NORMAL : TokenKind.of(types.get(id));
    }
}
