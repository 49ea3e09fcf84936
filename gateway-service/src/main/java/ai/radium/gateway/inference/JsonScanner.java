package ai.radium.gateway.inference;

/**
 * Validates JSON (RFC 8259) in place and finds the members of an object, without building anything. Stricter in one
 * point: nesting ends at {@value #MAX_DEPTH}. Bytes of strings must be UTF-8.
 */
final class JsonScanner {
    static final int MAX_DEPTH = 64;

    private final byte[] bytes;
    private final int end;

    JsonScanner(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** Takes a member; key without its quotes, still escaped. */
    interface Members {
        void member(int keyStart, int keyEnd, int valueStart, int valueEnd);
    }

    /**
     * Reads the bytes from here to the end as one object.
     *
     * @throws JsonFailure when they are anything else
     */
    void document(int start, Members members) {
        int at = blank(start);
        if (at >= end || bytes[at] != '{') {
            throw new JsonFailure("a JSON object is expected", at);
        }
        at = blank(object(at, 1, members));
        if (at < end) {
            throw new JsonFailure("unexpected bytes after the JSON object", at);
        }
    }

    /** Reads the members of the object that begins here. */
    void members(int start, Members members) {
        object(start, 1, members);
    }

    private int object(int start, int depth, Members members) {
        int at = blank(start + 1);
        if (peek(at) == '}') {
            return at + 1;
        }
        while (true) {
            if (peek(at) != '"') {
                throw new JsonFailure("a field name is expected", at);
            }
            int keyEnd = string(at);
            int colon = blank(keyEnd);
            if (peek(colon) != ':') {
                throw new JsonFailure("':' is expected", colon);
            }
            int value = blank(colon + 1);
            int valueEnd = value(value, depth);
            members.member(at + 1, keyEnd - 1, value, valueEnd);
            at = blank(valueEnd);
            if (peek(at) == '}') {
                return at + 1;
            }
            if (peek(at) != ',') {
                throw new JsonFailure("',' or '}' is expected", at);
            }
            at = blank(at + 1);
        }
    }

    private int array(int start, int depth) {
        int at = blank(start + 1);
        if (peek(at) == ']') {
            return at + 1;
        }
        while (true) {
            at = blank(value(at, depth));
            if (peek(at) == ']') {
                return at + 1;
            }
            if (peek(at) != ',') {
                throw new JsonFailure("',' or ']' is expected", at);
            }
            at = blank(at + 1);
        }
    }

    private int value(int at, int depth) {
        if (depth > MAX_DEPTH) {
            throw new JsonFailure("nested deeper than " + MAX_DEPTH, at);
        }
        return switch (peek(at)) {
            case '"' -> string(at);
            case '{' -> object(at, depth + 1, IGNORED);
            case '[' -> array(at, depth + 1);
            case 't' -> word(at, "true");
            case 'f' -> word(at, "false");
            case 'n' -> word(at, "null");
            default -> number(at);
        };
    }

    private static final Members IGNORED = (keyStart, keyEnd, valueStart, valueEnd) -> {};

    /** @return the index after the closing quote */
    private int string(int start) {
        int at = start + 1;
        while (at < end) {
            byte next = bytes[at];
            if (next == '"') {
                return at + 1;
            }
            if (next == '\\') {
                at = escape(at);
            } else if (next < 0) {
                at = Utf8.sequence(bytes, at, end);
            } else if (next < 0x20) {
                throw new JsonFailure("a control character must be escaped", at);
            } else {
                at++;
            }
        }
        throw new JsonFailure("a string has no end", start);
    }

    private int escape(int at) {
        int kind = peek(at + 1);
        if (kind != 'u') {
            if ("\"\\/bfnrt".indexOf(kind) < 0) {
                throw new JsonFailure("an unknown escape", at);
            }
            return at + 2;
        }
        int unit = unit(at);
        if (unit == 0) {
            throw new JsonFailure("the character NUL is not taken", at);
        }
        if (!Character.isSurrogate((char) unit)) {
            return at + 6;
        }
        boolean pair = Character.isHighSurrogate((char) unit)
                && peek(at + 6) == '\\'
                && peek(at + 7) == 'u'
                && Character.isLowSurrogate((char) unit(at + 6));
        if (!pair) {
            throw new JsonFailure("half a surrogate pair is no character", at);
        }
        return at + 12;
    }

    /** Value of an escape: backslash, u, four hexadecimal digits. */
    private int unit(int at) {
        int value = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(peek(i), 16);
            if (digit < 0) {
                throw new JsonFailure("four hexadecimal digits are expected", i);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private int word(int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (peek(at + i) != word.charAt(i)) {
                throw new JsonFailure("a value is expected", at);
            }
        }
        return at + word.length();
    }

    private int number(int start) {
        int at = peek(start) == '-' ? start + 1 : start;
        if (peek(at) == '0') {
            at++;
        } else {
            at = digits(at);
        }
        if (peek(at) == '.') {
            at = digits(at + 1);
        }
        if (peek(at) == 'e' || peek(at) == 'E') {
            int sign = peek(at + 1);
            at = digits(sign == '+' || sign == '-' ? at + 2 : at + 1);
        }
        return at;
    }

    private int digits(int start) {
        int at = start;
        while (peek(at) >= '0' && peek(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw new JsonFailure("a value is expected", start);
        }
        return at;
    }

    private int blank(int start) {
        int at = start;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    private int peek(int at) {
        return at < end ? bytes[at] : -1;
    }
}
