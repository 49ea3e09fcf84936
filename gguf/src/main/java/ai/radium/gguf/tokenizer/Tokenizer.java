package ai.radium.gguf.tokenizer;

import ai.radium.gguf.Metadata;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Text to tokens and back. Safe for many threads. */
public final class Tokenizer {
    private final Vocabulary vocabulary;
    private final PlainText plain;
    private final boolean addsBegin;
    private final boolean addsEnd;

    /** Tokens that stand for their own spelling, the longest first. */
    private final List<Integer> words;

    private Tokenizer(Vocabulary vocabulary, PlainText plain, boolean addsBegin, boolean addsEnd) {
        this.vocabulary = vocabulary;
        this.plain = plain;
        this.addsBegin = addsBegin && vocabulary.begin().isPresent();
        this.addsEnd = addsEnd && vocabulary.end().isPresent();
        this.words = IntStream.range(0, vocabulary.size())
                .filter(id -> vocabulary.kind(id).isControl() || vocabulary.kind(id) == TokenKind.USER_DEFINED)
                .boxed()
                .sorted(Comparator.comparingInt((Integer id) -> utf8Length(vocabulary.spelling(id)))
                        .reversed())
                .toList();
    }

    /** @throws UnsupportedTokenizer for a vocabulary that is not read exactly here; the message names it */
    public static Tokenizer of(Metadata metadata) throws UnsupportedTokenizer {
        String kind = metadata.text("tokenizer.ggml.model")
                .orElseThrow(() -> new UnsupportedTokenizer("the model file says nothing of a tokenizer"));
        return switch (kind) {
            case "gpt2" -> bytePairs(metadata);
            case "llama" -> sentencePieces(metadata);
            default -> throw new UnsupportedTokenizer("the tokenizer '" + kind + "' is not known here");
        };
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** A prompt's tokens: the text's with what the model has at the begin and the end of any text. */
    public int[] prompt(String text, ControlWords controlWords) {
        Tokens tokens = new Tokens();
        begin(tokens);
        append(text, controlWords, true, tokens);
        if (addsEnd) {
            tokens.add(vocabulary.end().orElseThrow());
        }
        return tokens.toArray();
    }

    /** A text's own tokens. */
    public int[] tokens(String text, ControlWords controlWords) {
        Tokens tokens = new Tokens();
        append(text, controlWords, true, tokens);
        return tokens.toArray();
    }

    /** The token that the model has before any text, if it has one. */
    public void begin(Tokens into) {
        if (addsBegin) {
            into.add(vocabulary.begin().orElseThrow());
        }
    }

    /**
     * Adds a text's own tokens.
     *
     * @param isFirst whether no text stands before it, or a control token: some models put a space before such a text
     */
    public void append(String text, ControlWords controlWords, boolean isFirst, Tokens into) {
        boolean first = isFirst;
        for (Fragment fragment : fragments(text, controlWords)) {
            switch (fragment) {
                case Word word -> into.add(word.id());
                case Plain own -> plain.read(own.text(), first, into);
            }
            first = fragment instanceof Word;
        }
    }

    /** What tokens stand for, control tokens left out. Bytes that are no whole character become U+FFFD. */
    public String text(int... tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : tokens) {
            if (vocabulary.kind(id) == TokenKind.USER_DEFINED) {
                bytes.writeBytes(vocabulary.spelling(id).getBytes(StandardCharsets.UTF_8));
            } else if (!vocabulary.isControl(id)) {
                bytes.writeBytes(plain.bytes(id));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private List<Fragment> fragments(String text, ControlWords controlWords) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<Fragment> fragments = List.of(new Plain(wellFormed(text)));
        for (int word : words) {
            if (controlWords == ControlWords.AS_TOKENS || !vocabulary.isControl(word)) {
                fragments = cut(fragments, word);
            }
        }
        return fragments;
    }

    private List<Fragment> cut(List<Fragment> fragments, int word) {
        String spelling = vocabulary.spelling(word);
        if (fragments.stream().noneMatch(fragment -> fragment.holds(spelling))) {
            return fragments;
        }
        List<Fragment> cut = new ArrayList<>();
        for (Fragment fragment : fragments) {
            if (fragment instanceof Plain(String text)) {
                cut(text, spelling, word, cut);
            } else {
                cut.add(fragment);
            }
        }
        return cut;
    }

    private static void cut(String text, String spelling, int word, List<Fragment> into) {
        int done = 0;
        for (int at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, done)) {
            if (at > done) {
                into.add(new Plain(text.substring(done, at)));
            }
            into.add(new Word(word));
            done = at + spelling.length();
        }
        if (done < text.length()) {
            into.add(new Plain(text.substring(done)));
        }
    }

    /** Half a surrogate pair is no character and has no bytes. */
    private static String wellFormed(String text) {
        return text.chars().noneMatch(letter -> Character.isSurrogate((char) letter))
                ? text
                : text.codePoints()
                        .map(point ->
                                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static Tokenizer bytePairs(Metadata metadata) throws UnsupportedTokenizer {
        String name = metadata.text("tokenizer.ggml.pre").orElse("default");
        WordRule rule = WordRule.named(name)
                .orElseThrow(() -> new UnsupportedTokenizer("the pre-tokenizer '" + name + "' is not known here"));
        if (metadata.texts("tokenizer.ggml.merges").isEmpty()) {
            throw new UnsupportedTokenizer("the model file holds no merges");
        }
        Vocabulary vocabulary = Vocabulary.of(metadata);
        return new Tokenizer(
                vocabulary,
                new BytePairs(vocabulary, rule, metadata.texts("tokenizer.ggml.merges")),
                metadata.flag("tokenizer.ggml.add_bos_token").orElse(rule.beginsTexts()),
                metadata.flag("tokenizer.ggml.add_eos_token").orElse(false));
    }

    private static Tokenizer sentencePieces(Metadata metadata) throws UnsupportedTokenizer {
        Vocabulary vocabulary = Vocabulary.of(metadata);
        return new Tokenizer(
                vocabulary,
                new SentencePieces(
                        vocabulary,
                        metadata.flag("tokenizer.ggml.add_space_prefix").orElse(true)),
                metadata.flag("tokenizer.ggml.add_bos_token").orElse(true),
                metadata.flag("tokenizer.ggml.add_eos_token").orElse(false));
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private sealed interface Fragment {
        boolean holds(String spelling);
    }

    private record Plain(String text) implements Fragment {
        @Override
        public boolean holds(String spelling) {
            return text.contains(spelling);
        }
    }

    private record Word(int id) implements Fragment {
        @Override
        public boolean holds(String spelling) {
            return false;
        }
    }
}
