package ai.radium.finetune.examples;

import org.jspecify.annotations.Nullable;

/** Which text can be taught: what neither a tokenizer nor a reply could take is refused. */
final class TextRules {
    private TextRules() {}

    /** What is wrong with it, as the end of a sentence; null when nothing is. */
    static @Nullable String fault(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return " holds the character U+0000";
            }
            if (Character.isSurrogate(c)) {
                if (!isPair(text, i)) {
                    return " holds half of a surrogate pair";
                }
                i++;
            }
        }
        return null;
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }
}
