package ai.radium.kit.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The members that a reply has, as lines of a table: {@code reply.data[]: id text, expiresAt time?}, the last one of which
 * may be null or left out. A word alone stands for the members of a line {@code word = id text, …} above.
 */
final class ReplyShape {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    private static final Pattern MONEY = Pattern.compile("-?\\d+\\.\\d{2,}");
    private static final Pattern AMOUNT = Pattern.compile("-?\\d+\\.\\d{12}");

    private final Map<String, String> words = new HashMap<>();
    private final Map<String, Map<String, Member>> objects = new HashMap<>();

    private enum Kind {
        TEXT,
        TIME,
        MONEY,
        AMOUNT,
        NUMBER,
        FLAG,
        OBJECT,
        LIST;

        boolean fits(JsonNode value) {
            return switch (this) {
                case TEXT -> value.isTextual();
                case TIME -> isTextOf(ReplyShape.TIME, value);
                case MONEY -> isTextOf(ReplyShape.MONEY, value);
                case AMOUNT -> isTextOf(ReplyShape.AMOUNT, value);
                case NUMBER -> value.isNumber();
                case FLAG -> value.isBoolean();
                case OBJECT -> value.isObject();
                case LIST -> value.isArray();
            };
        }

        private static boolean isTextOf(Pattern form, JsonNode value) {
            return value.isTextual() && form.matcher(value.asText()).matches();
        }
    }

    private record Member(Kind kind, boolean isOptional) {
        static Member of(String kind) {
            return new Member(Kind.valueOf(kind.replace("?", "").toUpperCase(Locale.ROOT)), kind.endsWith("?"));
        }
    }

    static ReplyShape of(List<String> lines) {
        ReplyShape shape = new ReplyShape();
        lines.forEach(shape::take);
        return shape;
    }

    /** Nothing is listed: it is no JSON. */
    boolean isOfAFile() {
        return objects.isEmpty();
    }

    private void take(String line) {
        if (line.contains(" = ")) {
            words.put(line.substring(0, line.indexOf(" = ")), line.substring(line.indexOf(" = ") + 3));
            return;
        }
        int colon = line.indexOf(':');
        Map<String, Member> members = objects.computeIfAbsent(line.substring(0, colon), path -> new LinkedHashMap<>());
        add(members, line.substring(colon + 1));
    }

    private void add(Map<String, Member> members, String list) {
        Arrays.stream(list.split(",", -1)).map(String::strip).forEach(item -> {
            String[] parts = item.split(" ", -1);
            if (parts.length == 1) {
                add(members, words.getOrDefault(item, item + " is no word"));
            } else {
                members.put(parts[0], Member.of(parts[1]));
            }
        });
    }

    /** What is not as it is listed; a list of objects that is empty too, since its members were not seen. */
    List<String> faultsOf(JsonNode reply) {
        List<String> faults = new ArrayList<>();
        look("reply", reply, faults);
        return faults;
    }

    private void look(String path, JsonNode value, List<String> faults) {
        if (value.isArray()) {
            if (value.isEmpty() && objects.containsKey(path + "[]")) {
                faults.add(path + " is empty");
            }
            value.forEach(element -> look(path + "[]", element, faults));
        } else if (value.isObject()) {
            lookInto(path, value, faults);
        }
    }

    private void lookInto(String path, JsonNode value, List<String> faults) {
        Map<String, Member> known = objects.getOrDefault(path, Map.of());
        value.fieldNames().forEachRemaining(name -> {
            if (!known.containsKey(name)) {
                faults.add(path + "." + name + " is not listed");
            }
        });
        known.forEach((name, member) -> {
            JsonNode child = value.path(name);
            String at = path + "." + name;
            if (child.isMissingNode() || child.isNull()) {
                if (!member.isOptional()) {
                    faults.add(at + " is missing");
                }
            } else if (member.kind().fits(child)) {
                look(at, child, faults);
            } else {
                faults.add(at + " is no " + member.kind() + ": " + child);
            }
        });
    }
}
