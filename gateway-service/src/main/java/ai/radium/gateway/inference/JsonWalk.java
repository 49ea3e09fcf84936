package ai.radium.gateway.inference;

/** Finds members and elements in JSON that was validated before; what it passes over it does not look into. */
final class JsonWalk {
    private final byte[] bytes;

    JsonWalk(byte[] bytes) {
        this.bytes = bytes;
    }

    interface Elements {
        /** @return the index after the element that begins at {@code start} */
        int element(int index, int start);
    }

    interface Fields {
        /**
         * @param keyStart of the key without its quotes
         * @return the index after the value that begins at {@code valueStart}
         */
        int field(int keyStart, int keyEnd, int valueStart);
    }

    /** @return the index after the object that begins at {@code start} */
    int members(int start, JsonScanner.Members members) {
        return fields(start, (keyStart, keyEnd, valueStart) -> {
            int valueEnd = skip(valueStart);
            members.member(keyStart, keyEnd, valueStart, valueEnd);
            return valueEnd;
        });
    }

    /** As {@link #members} without a look ahead, for whoever goes into the values: nothing is passed over twice. */
    int fields(int start, Fields fields) {
        int at = blank(start + 1);
        while (bytes[at] != '}') {
            int keyEnd = string(at);
            at = next(fields.field(at + 1, keyEnd - 1, blank(blank(keyEnd) + 1)));
        }
        return at + 1;
    }

    /** @return the index after the array that begins at {@code start} */
    int elements(int start, Elements elements) {
        int at = blank(start + 1);
        for (int i = 0; bytes[at] != ']'; i++) {
            at = next(elements.element(i, at));
        }
        return at + 1;
    }

    /** @return the index after the value that begins at {@code start} */
    int skip(int start) {
        return switch (bytes[start]) {
            case '"' -> string(start);
            case '{', '[' -> nested(start);
            default -> scalar(start);
        };
    }

    private int nested(int start) {
        int depth = 0;
        int at = start;
        do {
            byte next = bytes[at];
            if (next == '"') {
                at = string(at);
                continue;
            }
            if (next == '{' || next == '[') {
                depth++;
            } else if (next == '}' || next == ']') {
                depth--;
            }
            at++;
        } while (depth > 0);
        return at;
    }

    private int string(int start) {
        int at = start + 1;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** Within an object or an array, so that something ends it. */
    private int scalar(int start) {
        int at = start;
        while (bytes[at] > ' ' && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']') {
            at++;
        }
        return at;
    }

    /** Over the comma, if there is one. */
    private int next(int end) {
        int at = blank(end);
        return bytes[at] == ',' ? blank(at + 1) : at;
    }

    private int blank(int start) {
        int at = start;
        while (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t') {
            at++;
        }
        return at;
    }
}
