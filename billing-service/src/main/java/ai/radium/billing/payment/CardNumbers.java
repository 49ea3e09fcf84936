package ai.radium.billing.payment;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds card numbers in text: 13 to 19 digits with the check digit of ISO/IEC 7812 (Luhn), as they are or in groups with
 * blanks or dashes between, with other groups of digits around them or not.
 */
final class CardNumbers {
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;

    /** Characters between two groups of digits that may still be one number. */
    private static final int WIDEST_GAP = 3;

    private CardNumbers() {}

    static boolean isIn(CharSequence text) {
        List<String> groups = new ArrayList<>();
        int lastDigit = -1;
        int at = 0;
        while (at < text.length()) {
            if (!Character.isDigit(text.charAt(at))) {
                at++;
                continue;
            }
            if (lastDigit >= 0 && !isGap(text, lastDigit + 1, at)) {
                groups.clear();
            }
            int end = at;
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
            groups.add(digits(text, at, end));
            if (endsWithOne(groups)) {
                return true;
            }
            lastDigit = end - 1;
            at = end;
        }
        return false;
    }

    /** Whether the last groups together are one. */
    private static boolean endsWithOne(List<String> groups) {
        StringBuilder together = new StringBuilder();
        for (int i = groups.size() - 1; i >= 0 && together.length() <= LONGEST; i--) {
            together.insert(0, groups.get(i));
            if (together.length() >= SHORTEST && together.length() <= LONGEST && hasCheckDigit(together)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGap(CharSequence text, int from, int to) {
        return to - from <= WIDEST_GAP && text.subSequence(from, to).chars().allMatch(c -> isBlank(c) || isDash(c));
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isDash(int c) {
        return Character.getType(c) == Character.DASH_PUNCTUATION || c == '\u2212';
    }

    /** Digits of any script as those of ASCII. */
    private static String digits(CharSequence text, int from, int to) {
        StringBuilder digits = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            digits.append((char) ('0' + Character.digit(text.charAt(i), 10)));
        }
        return digits.toString();
    }

    private static boolean hasCheckDigit(CharSequence number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
