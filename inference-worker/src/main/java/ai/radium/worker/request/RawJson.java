package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;

/**
 * One pass over a raw JSON value before it becomes a tree: counts what it holds, and refuses what is beyond its bounds or is no
 * text. Makes no objects, whatever comes. Does not judge the syntax: whoever reads the tree does.
 */
final class RawJson {
    /** What the heap holds for a request while it is read and sent, measured generously: 300 bytes of a tree per value and its copy. */
    private static final int HEAP_PER_VALUE = 300;

    /** As text of the tree, of the engine's request and as its bytes. */
    private static final int HEAP_PER_CHARACTER = 6;

    private static final int HEAP_PER_RAW_CHARACTER = 2;

    private static final int LONGEST_PATH = 200;

    private final String raw;
    private final RawBounds bounds;
    private final boolean[] isObject = new boolean[RawBounds.MOST_DEPTH + 1];
    private final int[] entry = new int[RawBounds.MOST_DEPTH + 1]; // by depth: which one it is in
    private final int[] nameFrom = new int[RawBounds.MOST_DEPTH + 1]; // by depth: of the member that it is in
    private final int[] nameTo = new int[RawBounds.MOST_DEPTH + 1];
    private boolean expectsName;
    private int at;
    private int depth;
    private int values;
    private long text;

    private RawJson(String raw, RawBounds bounds) {
        this.raw = raw;
        this.bounds = bounds;
    }

    /**
     * Bytes of heap that the value takes from now until it is answered.
     *
     * @param raw empty = absent
     * @throws EngineRefusal naming the place that is beyond its bounds
     */
    static long heapBytes(String raw, RawBounds bounds) {
        if (raw.length() > bounds.characters()) {
            throw refusal(bounds.param(), "must be at most " + bounds.characters() + " characters of JSON");
        }
        RawJson json = new RawJson(raw, bounds);
        json.scan();
        return (long) HEAP_PER_RAW_CHARACTER * raw.length()
                + HEAP_PER_CHARACTER * json.text
                + (long) HEAP_PER_VALUE * json.values;
    }

    private void scan() {
        while (at < raw.length()) {
            char c = raw.charAt(at++);
            switch (c) {
                case '"' -> string();
                case '{', '[' -> open(c == '{');
                case '}', ']' -> close();
                case ',' -> next();
                case ':', ' ', '\n', '\r', '\t' -> {}
                default -> scalar();
            }
        }
    }

    private void open(boolean object) {
        value();
        if (++depth > RawBounds.MOST_DEPTH) {
            throw refusal(bounds.param(), "must be nested at most " + RawBounds.MOST_DEPTH + " deep");
        }
        isObject[depth] = object;
        entry[depth] = 0;
        nameFrom[depth] = 0;
        nameTo[depth] = 0;
        expectsName = object;
    }

    private void close() {
        depth = Math.max(0, depth - 1);
        expectsName = false;
    }

    private void next() {
        entry[depth]++;
        expectsName = isObject[depth];
    }

    private void value() {
        int most = depth == 1 ? bounds.entries() : isObject[depth] ? Integer.MAX_VALUE : bounds.innerEntries();
        if (depth > 0 && entry[depth] >= most) {
            throw refusal(path(depth - 1), "must have at most " + most + " entries");
        }
        if (++values > bounds.values()) {
            throw refusal(bounds.param(), "must hold at most " + bounds.values() + " JSON values");
        }
    }

    private void scalar() {
        value();
        int from = at - 1;
        while (at < raw.length() && ",]}: \n\r\t\"".indexOf(raw.charAt(at)) < 0) {
            at++;
        }
        if (at - from > RawBounds.LONGEST_NUMBER) {
            throw refusal(path(depth), "must be at most " + RawBounds.LONGEST_NUMBER + " characters long");
        }
        if (isBeyondDoubles(raw.substring(from, at))) {
            throw refusal(path(depth), "is a number beyond ±1.8e308, which no JSON reader can be trusted with");
        }
    }

    private static boolean isBeyondDoubles(String scalar) {
        if (scalar.indexOf('e') < 0 && scalar.indexOf('E') < 0) {
            return false;
        }
        try {
            return Double.isInfinite(Double.parseDouble(scalar));
        } catch (NumberFormatException e) {
            return false; // true, false, or no JSON at all, which its reader says
        }
    }

    private void string() {
        int from = at;
        boolean halfOpen = false; // the first half of a surrogate pair was the last thing
        while (at < raw.length()) {
            char c = raw.charAt(at++);
            if (c == '"') {
                break;
            }
            char unit = c == '\\' ? escaped() : c;
            if (unit == 0) {
                throw refusal(place(), "has the character NUL");
            }
            if (Character.isLowSurrogate(unit) != halfOpen) {
                throw half();
            }
            halfOpen = Character.isHighSurrogate(unit);
        }
        if (halfOpen) {
            throw half();
        }
        text += at - from;
        if (expectsName) {
            nameFrom[depth] = from;
            nameTo[depth] = Math.max(from, at - 1);
            expectsName = false;
        } else {
            value();
        }
    }

    /** The character behind a backslash; what is no escape is for the reader to refuse. */
    private char escaped() {
        if (at >= raw.length() || raw.charAt(at++) != 'u') {
            return ' ';
        }
        if (at + 4 > raw.length()) {
            return ' ';
        }
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(raw.charAt(at + i), 16);
            if (digit < 0) {
                return ' ';
            }
            unit = 16 * unit + digit;
        }
        at += 4;
        return (char) unit;
    }

    private EngineRefusal half() {
        return refusal(place(), "has half a surrogate pair, which is no character");
    }

    /** Of a text: its object, if the text is the name of a member. */
    private String place() {
        return path(expectsName ? depth - 1 : depth);
    }

    private String path(int deepest) {
        StringBuilder path = new StringBuilder(bounds.param());
        for (int level = 1; level <= deepest; level++) {
            if (isObject[level]) {
                path.append('.').append(raw, nameFrom[level], nameTo[level]);
            } else {
                path.append('[').append(entry[level]).append(']');
            }
        }
        return printable(path);
    }

    /** For a header: names are the caller's, and may be anything. */
    private static String printable(StringBuilder path) {
        path.setLength(Math.min(path.length(), LONGEST_PATH));
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) < ' ' || path.charAt(i) > '~') {
                path.setCharAt(i, '?');
            }
        }
        return path.toString();
    }

    private static EngineRefusal refusal(String path, String why) {
        return EngineRefusal.invalid(path, path + " " + why);
    }
}
