package ai.radium.worker.wordpiece;

import ai.radium.gguf.WordVocabulary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** WordPiece: of each word the longest piece that is known, then the longest of the rest, or one token for the whole word. */
final class WordPieces {
    /** Characters; a longer word is unknown. The library's max_input_chars_per_word. */
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> ids = new HashMap<>();
    private final int longestPiece;
    private final WordVocabulary vocabulary;
    private final BertText text;

    WordPieces(WordVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.text = new BertText(vocabulary.lowercase(), vocabulary.stripAccents());
        for (int id = 0; id < vocabulary.pieces().size(); id++) {
            ids.putIfAbsent(vocabulary.pieces().get(id), id);
        }
        this.longestPiece =
                vocabulary.pieces().stream().mapToInt(String::length).max().orElse(0);
    }

    /** Never reads special tokens out of a text. */
    Tokens tokens(String input, int most) {
        Tokens tokens = new Tokens(most);
        text.forEachWord(input, word -> add(word, tokens));
        return tokens;
    }

    private void add(String word, Tokens tokens) {
        int mark = tokens.count;
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            tokens.add(vocabulary.unknown());
            return;
        }
        String rest = WordVocabulary.BEGINS + word;
        while (!rest.isEmpty()) {
            int length = Math.min(rest.length(), longestPiece);
            while (length > 0 && !ids.containsKey(rest.substring(0, length))) {
                length--;
            }
            if (length == 0) {
                tokens.count = mark;
                tokens.add(vocabulary.unknown());
                return;
            }
            tokens.add(ids.getOrDefault(rest.substring(0, length), vocabulary.unknown()));
            rest = rest.substring(length);
        }
    }

    /** Counts all, and keeps as many as somebody may want. */
    static final class Tokens {
        private final int most;
        private int[] kept = new int[16];
        private int count;

        private Tokens(int most) {
            this.most = most;
        }

        int count() {
            return count;
        }

        /** No more than were wanted. */
        int[] kept() {
            return Arrays.copyOf(kept, Math.min(count, most));
        }

        private void add(int id) {
            if (count < most) {
                if (count == kept.length) {
                    kept = Arrays.copyOf(kept, 2 * kept.length);
                }
                kept[count] = id;
            }
            count++;
        }
    }
}
