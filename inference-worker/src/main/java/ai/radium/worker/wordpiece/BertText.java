package ai.radium.worker.wordpiece;

import java.text.Normalizer;
import java.util.function.Consumer;

/**
 * A text's words and punctuation marks, as Hugging Face's tokenizers library takes BERT texts apart: its BertNormalizer, then its
 * BertPreTokenizer.
 *
 * @param stripAccents whether marks over and under letters are left out
 */
record BertText(boolean lowercase, boolean stripAccents) {
    private static final int REPLACEMENT = 0xFFFD;
    private static final int ASCII_END = 0x80;

    /** Of ASCII's signs, those that Unicode calls symbols and BERT punctuation. */
    private static final String ASCII_SYMBOLS = "$+<=>^`|~";

    void forEachWord(String text, Consumer<String> words) {
        String plain = plain(text);
        int begin = 0;
        for (int at = 0; at < plain.length(); ) {
            int character = plain.codePointAt(at);
            int next = at + Character.charCount(character);
            boolean isMark = isPunctuation(character);
            if (isMark || character == ' ') {
                emit(plain, begin, at, words);
                begin = next;
            }
            if (isMark) {
                emit(plain, at, next, words);
            }
            at = next;
        }
        emit(plain, begin, plain.length(), words);
    }

    private static void emit(String plain, int begin, int end, Consumer<String> words) {
        if (end > begin) {
            words.accept(plain.substring(begin, end));
        }
    }

    private String plain(String text) {
        String clean = cleaned(text);
        StringBuilder plain = new StringBuilder(clean.length());
        (stripAccents ? Normalizer.normalize(clean, Normalizer.Form.NFD) : clean)
                .codePoints()
                .filter(character -> !stripAccents || Character.getType(character) != Character.NON_SPACING_MARK)
                .map(character -> lowercase ? Character.toLowerCase(character) : character)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /** Every white space as one kind, ideographs as words of their own, nothing that cannot be seen. */
    private static String cleaned(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().filter(character -> !isUnseen(character)).forEach(character -> {
            if (isSpace(character)) {
                cleaned.append(' ');
            } else if (isIdeograph(character)) {
                cleaned.append(' ').appendCodePoint(character).append(' ');
            } else {
                cleaned.appendCodePoint(character);
            }
        });
        return cleaned.toString();
    }

    private static boolean isUnseen(int character) {
        if (isSpace(character)) {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
            default -> character == REPLACEMENT;
        };
    }

    private static boolean isSpace(int character) {
        return character == '\t' || character == '\n' || character == '\r' || Character.isSpaceChar(character);
    }

    private static boolean isPunctuation(int character) {
        return switch (Character.getType(character)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> character < ASCII_END && ASCII_SYMBOLS.indexOf(character) >= 0;
        };
    }

    /** The library's ranges, with its 2B920 where Unicode's block begins at 2B820. */
    private static boolean isIdeograph(int character) {
        return in(character, 0x4E00, 0x9FFF)
                || in(character, 0x3400, 0x4DBF)
                || in(character, 0x20000, 0x2A6DF)
                || in(character, 0x2A700, 0x2B73F)
                || in(character, 0x2B740, 0x2B81F)
                || in(character, 0x2B920, 0x2CEAF)
                || in(character, 0xF900, 0xFAFF)
                || in(character, 0x2F800, 0x2FA1F);
    }

    private static boolean in(int character, int first, int last) {
        return character >= first && character <= last;
    }
}
