package ai.radium.gguf.tokenizer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Byte-pair encoding by a list of merges, as llm_tokenizer_bpe_session does it. Not by the tokens' ranks, as tiktoken and jtokkit
 * do: those merge two neighbours whenever both together are a token, and a list of merges allows some of these pairs only.
 */
final class BytePairs implements PlainText {
    /** Words whose tokens are remembered, and how long they are at most. */
    private static final int REMEMBERED = 1 << 16;

    private static final int LONGEST_REMEMBERED = 32;

    private final Vocabulary vocabulary;
    private final WordRule rule;

    /** By the pair, a space between; no letter for a byte is a space. */
    private final Map<String, Integer> ranks = new HashMap<>();

    private final Map<String, int[]> remembered = new ConcurrentHashMap<>();

    BytePairs(Vocabulary vocabulary, WordRule rule, List<String> merges) {
        this.vocabulary = vocabulary;
        this.rule = rule;
        for (int i = 0; i < merges.size(); i++) {
            ranks.putIfAbsent(merges.get(i), i);
        }
    }

    @Override
    public void read(String text, boolean isFirst, Tokens into) {
        for (String word : rule.words(text)) {
            into.addAll(word(word));
        }
    }

    @Override
    public byte[] bytes(int id) {
        return ByteLetters.bytes(vocabulary.spelling(id));
    }

    private int[] word(String word) {
        int[] known = remembered.get(word);
        if (known != null) {
            return known;
        }
        int[] tokens = merged(ByteLetters.of(word));
        if (word.length() <= LONGEST_REMEMBERED && remembered.size() < REMEMBERED) {
            remembered.put(word, tokens);
        }
        return tokens;
    }

    private int[] merged(String letters) {
        Optional<Integer> whole = rule.takesWholeWords() ? vocabulary.id(letters) : Optional.empty();
        return whole.map(id -> new int[] {id}).orElseGet(() -> new Chain(letters).merge());
    }

    /** The symbols of one word. */
    private final class Chain {
        private final String[] symbols;
        private final int[] before;
        private final int[] after;
        private final PriorityQueue<Merge> merges =
                new PriorityQueue<>(Comparator.comparingInt(Merge::rank).thenComparingInt(Merge::left));

        Chain(String letters) {
            int length = letters.length();
            symbols = letters.split("");
            before = new int[length];
            after = new int[length];
            Arrays.setAll(before, i -> i - 1);
            Arrays.setAll(after, i -> i + 1 == length ? -1 : i + 1);
        }

        int[] merge() {
            for (int i = 1; i < symbols.length; i++) {
                offer(i - 1, i);
            }
            for (Merge merge = merges.poll(); merge != null; merge = merges.poll()) {
                if (merge.isOf(symbols[merge.left()], symbols[merge.right()])) {
                    apply(merge);
                }
            }
            Tokens tokens = new Tokens();
            for (int i = 0; i != -1; i = after[i]) {
                add(symbols[i], tokens);
            }
            return tokens.toArray();
        }

        private void apply(Merge merge) {
            int left = merge.left();
            int next = after[merge.right()];
            symbols[left] += symbols[merge.right()];
            symbols[merge.right()] = "";
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
            Integer rank = ranks.get(symbols[left] + " " + symbols[right]);
            if (rank != null) {
                merges.add(new Merge(rank, left, right, symbols[left] + symbols[right]));
            }
        }

        /** What is no token is spelled, and letters that are none are left out. */
        private void add(String symbol, Tokens tokens) {
            Optional<Integer> id = vocabulary.id(symbol);
            if (id.isPresent()) {
                tokens.add(id.get());
                return;
            }
            symbol.chars()
                    .filter(letter -> letter < 0x80)
                    .mapToObj(Character::toString)
                    .flatMap(letter -> vocabulary.id(letter).stream())
                    .forEach(tokens::add);
        }
    }

    private record Merge(int rank, int left, int right, String text) {
        /** Whether the two are still what they were. */
        boolean isOf(String leftNow, String rightNow) {
            return !leftNow.isEmpty() && !rightNow.isEmpty() && text.equals(leftNow + rightNow);
        }
    }
}
