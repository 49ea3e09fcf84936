package ai.radium.gateway.inference;

/** The members of {@code stream_options}. */
final class StreamOptions implements JsonScanner.Members {
    private static final String PARENT = "stream_options.";
    private static final String INCLUDE_USAGE = PARENT + "include_usage";
    private static final String INCLUDE_OBFUSCATION = PARENT + "include_obfuscation";

    private final byte[] bytes;
    private final GivenNames others = new GivenNames(PARENT);
    private boolean usageGiven;
    private boolean obfuscationGiven;
    private boolean includesUsage;

    StreamOptions(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public void member(int keyStart, int keyEnd, int valueStart, int valueEnd) {
        String name = JsonSpan.text(bytes, keyStart, keyEnd);
        JsonSpan value = new JsonSpan(bytes, valueStart, valueEnd);
        switch (name) {
            case "include_usage" -> {
                includesUsage = flag(INCLUDE_USAGE, value, usageGiven);
                usageGiven = true;
            }
            case "include_obfuscation" -> {
                flag(INCLUDE_OBFUSCATION, value, obfuscationGiven);
                obfuscationGiven = true;
            }
            default -> others.addUnsupported(name, value);
        }
    }

    private static boolean flag(String path, JsonSpan value, boolean given) {
        if (given) {
            throw RefusedBody.twice(path);
        }
        return !value.isNull() && value.flag(path);
    }

    boolean includesUsage() {
        return includesUsage;
    }
}
