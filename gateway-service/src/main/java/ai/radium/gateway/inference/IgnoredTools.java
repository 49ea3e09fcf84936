package ai.radium.gateway.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Types of tools that are left out, for they are run by whoever offers the models, which we do not. */
final class IgnoredTools {
    /** Types that the warning names: a header has its bound. */
    private static final int MOST_TOLD = 16;

    private static final Pattern TYPE = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

    private final List<String> types = new ArrayList<>();

    void add(String type) {
        types.add(type);
    }

    /** A header line that tells which tools were left out; empty when none was. */
    String warning() {
        if (types.isEmpty()) {
            return "";
        }
        List<String> told = types.stream()
                .map(type -> TYPE.matcher(type).matches() ? type : "?")
                .distinct()
                .limit(MOST_TOLD)
                .toList();
        return "warning: 299 radium \"ignored tools: " + String.join(", ", told) + "\"\r\n";
    }
}
