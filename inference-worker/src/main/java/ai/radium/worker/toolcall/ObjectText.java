package ai.radium.worker.toolcall;

/** Follows the text of JSON objects, to know where each ends. */
final class ObjectText {
    private int depth;
    private boolean inString;
    private boolean escaped;

    /** Takes the next character and says whether the object ends with it. */
    boolean endsWith(char c) {
        if (inString) {
            inString = escaped || c != '"';
            escaped = !escaped && c == '\\';
            return false;
        }
        switch (c) {
            case '"' -> inString = true;
            case '{' -> depth++;
            case '}' -> depth--;
            default -> {}
        }
        return c == '}' && depth == 0;
    }
}
