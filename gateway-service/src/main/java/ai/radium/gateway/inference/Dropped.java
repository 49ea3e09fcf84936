package ai.radium.gateway.inference;

/** Values that are taken and that nothing else reads: they keep to the rules of all bodies, and to a bound of what that may cost. */
final class Dropped {
    /** In all of a request; as many as the worker reads of messages. */
    private static final int MOST_VALUES = 65_536;

    private final byte[] bytes;
    private final JsonWalk walk;
    private final String others;
    private int values;

    Dropped(byte[] bytes, JsonWalk walk) {
        this(bytes, walk, "what else has no effect");
    }

    /** @param others the values that are counted together, in words for the caller */
    Dropped(byte[] bytes, JsonWalk walk, String others) {
        this.bytes = bytes;
        this.walk = walk;
        this.others = others;
    }

    /**
     * @param place of the value, for the caller
     * @return the index after it
     * @throws RefusedBody when an object has a member twice, at any depth
     */
    int check(int start, String place) {
        count(place);
        return switch (bytes[start]) {
            case '{' -> object(start, place);
            case '[' -> walk.elements(start, (i, at) -> check(at, place + "[" + i + "]"));
            default -> walk.skip(start);
        };
    }

    private int object(int start, String place) {
        GivenNames names = new GivenNames(place + ".");
        return walk.fields(start, (keyStart, keyEnd, valueStart) -> {
            String name = JsonSpan.text(bytes, keyStart, keyEnd);
            names.add(name);
            return check(valueStart, names.path(name));
        });
    }

    private void count(String place) {
        if (++values > MOST_VALUES) {
            throw RefusedBody.at(place, place + " and " + others + " hold more than " + MOST_VALUES + " JSON values");
        }
    }
}
