package ai.radium.gateway.inference;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of one object's members that are not known by a field of their own; none of them twice. */
final class GivenNames {
    private static final int LONGEST_TOLD = 64;

    /** More than any object of ours has, and what a request may cost: as many as OpenAI's schemas have properties. */
    private static final int MOST = 5_000;

    private final String parent;
    private @Nullable Set<String> names;

    /** @param parent with its dot, in front of a name in what a client is told; empty for the body's own members */
    GivenNames(String parent) {
        this.parent = parent;
    }

    /** @throws RefusedBody when the name was there before, or is one too many */
    void add(String name) {
        if (names == null) {
            names = new HashSet<>();
        }
        if (names.size() == MOST) {
            throw RefusedBody.at(path(name), path(name) + " is one of more than " + MOST + " members of one object");
        }
        if (!names.add(name)) {
            throw RefusedBody.twice(path(name));
        }
    }

    /**
     * A member that is not supported: null means absent and is taken.
     *
     * @throws RefusedBody for any other value, or when the name was there before
     */
    void addUnsupported(String name, JsonSpan value) {
        if (!value.isNull()) {
            throw RefusedBody.unsupported(path(name));
        }
        add(name);
    }

    /** As a client is told: no more of a stranger's name than it needs. */
    String path(String name) {
        return parent + name.substring(0, Math.min(name.length(), LONGEST_TOLD));
    }
}
