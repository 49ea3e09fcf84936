package ai.radium.worker.grammar;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole numbers of a range, as sequences of digits. The range is cut where a leading digit is free of its bounds: 8 to 23 is
 * 8-9, 1 and any digit, 2 and 0-3.
 */
final class Digits {
    private Digits() {}

    /**
     * The expression of the numbers from least to most, neither of them negative.
     *
     * @param fraction how many of the last digits stand behind a decimal point
     */
    static List<String> between(BigInteger least, BigInteger most, int fraction) {
        List<String> expressions = new ArrayList<>();
        int width = Math.max(fraction + 1, least.toString().length());
        BigInteger from = least;
        while (from.compareTo(most) <= 0) {
            BigInteger widest = BigInteger.TEN.pow(width).subtract(BigInteger.ONE);
            BigInteger to = widest.min(most);
            for (List<String> digits : sequences(padded(from, width), padded(to, width))) {
                expressions.add(expression(digits, fraction));
            }
            from = widest.add(BigInteger.ONE);
            width++;
        }
        return expressions;
    }

    /** Both bounds have the same length, and the first is not beyond the second. */
    private static List<List<String>> sequences(String least, String most) {
        if (least.isEmpty()) {
            return List.of(List.of());
        }
        char low = least.charAt(0);
        char high = most.charAt(0);
        String lowRest = least.substring(1);
        String highRest = most.substring(1);
        if (low == high) {
            return prefixed(digit(low, high), sequences(lowRest, highRest));
        }
        List<List<String>> sequences = new ArrayList<>();
        char firstFree = low;
        char lastFree = high;
        if (!lowRest.equals("0".repeat(lowRest.length()))) {
            sequences.addAll(prefixed(digit(low, low), sequences(lowRest, "9".repeat(lowRest.length()))));
            firstFree++;
        }
        if (!highRest.equals("9".repeat(highRest.length()))) {
            sequences.addAll(prefixed(digit(high, high), sequences("0".repeat(highRest.length()), highRest)));
            lastFree--;
        }
        if (firstFree <= lastFree) {
            List<String> free = new ArrayList<>(List.of(digit(firstFree, lastFree)));
            lowRest.chars().forEach(_ -> free.add(digit('0', '9')));
            sequences.add(free);
        }
        return sequences;
    }

    private static List<List<String>> prefixed(String digit, List<List<String>> rests) {
        List<List<String>> prefixed = new ArrayList<>();
        for (List<String> rest : rests) {
            List<String> sequence = new ArrayList<>(List.of(digit));
            sequence.addAll(rest);
            prefixed.add(sequence);
        }
        return prefixed;
    }

    private static String expression(List<String> digits, int fraction) {
        int point = digits.size() - fraction;
        String whole = String.join(" ", digits.subList(0, point));
        return fraction == 0 ? whole : whole + " \".\" " + String.join(" ", digits.subList(point, digits.size()));
    }

    private static String digit(char low, char high) {
        return low == high ? "\"" + low + "\"" : "[" + low + "-" + high + "]";
    }

    private static String padded(BigInteger number, int width) {
        String digits = number.toString();
        return "0".repeat(width - digits.length()) + digits;
    }
}
