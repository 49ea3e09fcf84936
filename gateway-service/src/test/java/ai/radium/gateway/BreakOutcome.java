package ai.radium.gateway;

import ai.radium.contracts.usage.UsageRecord;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What came of a call, in the table's words.
 *
 * @param told to the client, for example {@code 200 done 3}
 * @param recorded of each attempt: outcome, tokens billed, and {@code of} how many if more were generated
 */
record BreakOutcome(String told, String recorded) {
    private static final Pattern LAST_NUMBER = Pattern.compile("(\\d+)$");

    static BreakOutcome of(String told, List<UsageRecord> records) {
        return new BreakOutcome(
                told,
                records.isEmpty()
                        ? "none"
                        : records.stream().map(BreakOutcome::words).collect(Collectors.joining(", ")));
    }

    private static String words(UsageRecord record) {
        return record.outcome().name().toLowerCase(Locale.ROOT) + " " + record.completionTokens()
                + (record.discardedTokens() == 0
                        ? ""
                        : " of " + (record.completionTokens() + record.discardedTokens()));
    }

    /** How many usage records there must be; −1 = any number. */
    int records() {
        return switch (recorded) {
            case "none" -> 0;
            case "any" -> -1;
            default -> recorded.split(",", -1).length;
        };
    }

    /** @param heard tokens that reached the client, which bound what is billed where the exact number is a race */
    boolean isMetBy(BreakOutcome seen, int heard) {
        if (!told.equals(seen.told)) {
            return false;
        }
        if (recorded.equals("any")) {
            return true;
        }
        if (!recorded.endsWith("~")) {
            return recorded.equals(seen.recorded);
        }
        String billed = seen.recorded.replaceFirst(" of \\d+$", "");
        Matcher number = LAST_NUMBER.matcher(billed);
        return number.find()
                && recorded.equals(billed.substring(0, number.start()) + "~")
                && Integer.parseInt(number.group(1)) <= heard;
    }
}
