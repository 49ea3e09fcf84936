package ai.radium.deployment.runtime;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is of a deployment.
 *
 * @param replicas by id
 * @param failure what keeps at least one replica from running; null when nothing is known to
 */
public record Observation(List<Replica> replicas, @Nullable Failure failure) {
    public static final Observation NOTHING = new Observation(List.of(), null);

    public Observation {
        replicas = replicas.stream().sorted(Comparator.comparing(Replica::id)).toList();
    }

    public static Observation failed(Failure failure) {
        return new Observation(List.of(), failure);
    }

    /** The replicas that take calls. */
    public List<Replica> ready() {
        return replicas.stream().filter(Replica::ready).toList();
    }
}
