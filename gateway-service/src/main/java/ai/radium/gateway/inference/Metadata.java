package ai.radium.gateway.inference;

/** The pairs that a response's reply repeats to its caller, within OpenAI's bounds (API reference, "metadata"). */
final class Metadata implements JsonScanner.Members {
    private static final int MOST_PAIRS = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;

    private final byte[] bytes;
    private final GivenNames names = new GivenNames("metadata.");
    private int pairs;

    Metadata(byte[] bytes) {
        this.bytes = bytes;
    }

    void check(JsonWalk walk, int start) {
        walk.members(start, this);
    }

    @Override
    public void member(int keyStart, int keyEnd, int valueStart, int valueEnd) {
        String name = JsonSpan.text(bytes, keyStart, keyEnd);
        if (++pairs > MOST_PAIRS || name.length() > LONGEST_KEY) {
            throw RefusedBody.at(
                    "metadata",
                    "metadata must have at most " + MOST_PAIRS + " keys, each of at most " + LONGEST_KEY
                            + " characters");
        }
        names.add(name);
        JsonSpan value = new JsonSpan(bytes, valueStart, valueEnd);
        if (!value.isString() || !value.isAtMost(LONGEST_VALUE)) {
            throw RefusedBody.at(
                    names.path(name),
                    names.path(name) + " must be a string of at most " + LONGEST_VALUE + " characters");
        }
    }
}
