package ai.radium.deployment.runtime;

import java.util.List;

/**
 * One replica.
 *
 * @param address {@code host:port} of its gRPC server
 * @param ready whether it takes calls
 * @param adapters ids of those that were loaded on it while it ran, sorted
 */
public record Replica(String id, String address, int revision, boolean ready, List<String> adapters) {
    public Replica {
        // what an older version stored has none
        adapters = adapters == null ? List.of() : adapters.stream().sorted().toList();
    }

    /** As a runtime sees it. */
    public Replica(String id, String address, int revision, boolean ready) {
        this(id, address, revision, ready, List.of());
    }

    public Replica with(List<String> loaded) {
        return new Replica(id, address, revision, ready, loaded);
    }

    /** Whether it is the same one, whatever is loaded on it. */
    public boolean isSameAs(Replica other) {
        return with(List.of()).equals(other.with(List.of()));
    }
}
