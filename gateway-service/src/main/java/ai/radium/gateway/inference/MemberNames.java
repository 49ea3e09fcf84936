package ai.radium.gateway.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The names that the members of one kind of object have. */
final class MemberNames {
    private final List<String> names;
    private final Map<String, Integer> places = new HashMap<>();

    private MemberNames(List<String> names) {
        this.names = names;
        for (String name : names) {
            places.put(name, places.size());
        }
    }

    static MemberNames of(String... names) {
        return of(List.of(names));
    }

    static MemberNames of(List<String> names) {
        return new MemberNames(names);
    }

    int count() {
        return names.size();
    }

    String name(int place) {
        return names.get(place);
    }

    /** Of a name that is one of them. */
    int place(String name) {
        return Objects.requireNonNull(places.get(name));
    }

    /** Of the name between these bytes, which may be written with escapes; −1 = none of them. */
    int place(byte[] bytes, int start, int end) {
        for (int place = 0; place < names.size(); place++) {
            if (is(names.get(place), bytes, start, end)) {
                return place;
            }
        }
        for (int at = start; at < end; at++) {
            if (bytes[at] == '\\') {
                return names.indexOf(JsonSpan.text(bytes, start, end));
            }
        }
        return -1;
    }

    private static boolean is(String name, byte[] bytes, int start, int end) {
        if (name.length() != end - start) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }
}
