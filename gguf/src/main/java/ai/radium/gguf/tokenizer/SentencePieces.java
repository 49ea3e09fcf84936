package ai.radium.gguf.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SentencePiece's pairs by score, with single bytes for what is no token, as llm_tokenizer_spm_session does it. */
final class SentencePieces implements PlainText {
    /** For a space: U+2581. */
    private static final char SPACE = '\u2581';

    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");

    private final Vocabulary vocabulary;
    private final boolean addsSpace;

    /** @param addsSpace whether a text begins with a space of its own */
    SentencePieces(Vocabulary vocabulary, boolean addsSpace) {
        this.vocabulary = vocabulary;
        this.addsSpace = addsSpace;
    }

    @Override
    public void read(String text, boolean isFirst, Tokens into) {
        new Chain(((addsSpace && isFirst ? " " : "") + text).replace(' ', SPACE), into).merge();
    }

    @Override
    public byte[] bytes(int id) {
        String spelling = vocabulary.spelling(id);
        Matcher single = BYTE.matcher(spelling);
        return vocabulary.kind(id) == TokenKind.BYTE && single.matches()
                ? new byte[] {(byte) Integer.parseInt(single.group(1), 16)}
                : spelling.replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8);
    }

    /** The symbols of one text. */
    private final class Chain {
        private final Tokens tokens;
        private final String[] symbols;
        private final int[] before;
        private final int[] after;
        private final PriorityQueue<Pair> pairs = new PriorityQueue<>(
                Comparator.comparingDouble(Pair::score).reversed().thenComparingInt(Pair::left));

        Chain(String text, Tokens tokens) {
            this.tokens = tokens;
            symbols = text.codePoints().mapToObj(Character::toString).toArray(String[]::new);
            before = new int[symbols.length];
            after = new int[symbols.length];
            Arrays.setAll(before, i -> i - 1);
            Arrays.setAll(after, i -> i + 1 == symbols.length ? -1 : i + 1);
        }

        void merge() {
            for (int i = 1; i < symbols.length; i++) {
                offer(i - 1, i);
            }
            for (Pair pair = pairs.poll(); pair != null; pair = pairs.poll()) {
                String left = symbols[pair.left()];
                String right = symbols[pair.right()];
                if (!left.isEmpty() && !right.isEmpty() && left.length() + right.length() == pair.length()) {
                    apply(pair);
                }
            }
            for (int i = 0; i < symbols.length && i != -1; i = after[i]) {
                add(symbols[i]);
            }
        }

        private void apply(Pair pair) {
            int left = pair.left();
            int next = after[pair.right()];
            symbols[left] += symbols[pair.right()];
            symbols[pair.right()] = "";
            after[left] = next;
            if (next >= 0) {
                before[next] = left;
            }
            offer(before[left], left);
            offer(left, next);
        }

        private void offer(int left, int right) {
            if (left < 0 || right < 0) {
                return;
            }
            String both = symbols[left] + symbols[right];
            vocabulary.id(both).ifPresent(id -> pairs.add(new Pair(left, right, vocabulary.score(id), both.length())));
        }

        private void add(String symbol) {
            Optional<Integer> id = vocabulary.id(symbol);
            if (id.isPresent()) {
                tokens.add(id.get());
            } else {
                for (byte value : symbol.getBytes(StandardCharsets.UTF_8)) {
                    single(value).ifPresent(tokens::add);
                }
            }
        }

        private Optional<Integer> single(byte value) {
            return vocabulary
                    .id(String.format(Locale.ROOT, "<0x%02X>", value & 0xFF))
                    .or(() -> value >= 0 ? vocabulary.id(Character.toString(value)) : Optional.empty());
        }
    }

    private record Pair(int left, int right, float score, int length) {}
}
