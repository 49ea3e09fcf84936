package ai.radium.gguf.chat;

import ai.radium.gguf.tokenizer.ControlWords;
import ai.radium.gguf.tokenizer.Tokenizer;
import ai.radium.gguf.tokenizer.Tokens;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Control words in what users write. They go through the template between two marks, which nobody can write without knowing them,
 * and what comes out between is tokenized as text: as the engine does it (engine/chat-is-text.patch).
 */
final class UserText {
    private static final int MARK_LETTERS = 32;

    private final List<String> controlWords;
    private final String firsts;
    private final String begin;
    private final String end;

    UserText(List<String> controlWords, RandomGenerator random) {
        this.controlWords = controlWords;
        this.firsts = controlWords.stream()
                .map(word -> word.substring(0, 1))
                .distinct()
                .reduce("", String::concat);
        String mark = random.ints(MARK_LETTERS, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        this.begin = mark + 'B';
        this.end = mark + 'E';
    }

    /** Control words that overlap go between the same marks. */
    String marked(String text) {
        StringBuilder marked = new StringBuilder();
        int done = 0;
        for (int at = 0; at < text.length(); at++) {
            int to = firsts.indexOf(text.charAt(at)) < 0 ? at : wordEnd(text, at);
            for (int inner = at + 1; inner < to; inner++) {
                to = Math.max(to, wordEnd(text, inner));
            }
            if (to > at) {
                marked.append(text, done, at).append(begin).append(text, at, to).append(end);
                done = to;
                at = to - 1;
            }
        }
        return done == 0 ? text : marked.append(text, done, text.length()).toString();
    }

    String unmarked(String text) {
        return text.replace(begin, "").replace(end, "");
    }

    /**
     * Adds the tokens of a text with marks.
     *
     * @param isFirst whether no text stands before it, or a control token
     */
    void append(String marked, Tokenizer tokenizer, boolean isFirst, Tokens into) {
        boolean first = isFirst;
        int done = 0;
        for (int at = marked.indexOf(begin); at >= 0; at = marked.indexOf(begin, done)) {
            tokenizer.append(marked.substring(done, at), ControlWords.AS_TOKENS, first, into);
            int to = marked.indexOf(end, at);
            tokenizer.append(marked.substring(at + begin.length(), to), ControlWords.AS_TEXT, true, into);
            done = to + end.length();
            first = true;
        }
        tokenizer.append(marked.substring(done), ControlWords.AS_TOKENS, first, into);
    }

    /** Behind the longest control word that begins here; here if none does. */
    private int wordEnd(String text, int at) {
        int longest = 0;
        for (String word : controlWords) {
            if (word.length() > longest && text.startsWith(word, at)) {
                longest = word.length();
            }
        }
        return at + longest;
    }
}
