package ai.radium.finetune.artifact;

import java.util.regex.Pattern;

/** Names an artifact: segments of small letters, digits, dashes and underscores, between slashes. */
public record ArtifactKey(String text) implements Comparable<ArtifactKey> {
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9_-]{1,80}(/[a-z0-9_-]{1,80}){0,7}");

    /** @throws IllegalArgumentException for any other text: no name that a customer chose becomes a path */
    public ArtifactKey {
        if (!LEGAL.matcher(text).matches()) {
            throw new IllegalArgumentException("no key of an artifact: " + text);
        }
    }

    @Override
    public int compareTo(ArtifactKey other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
