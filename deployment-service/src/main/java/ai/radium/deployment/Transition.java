package ai.radium.deployment;

import org.jspecify.annotations.Nullable;

/**
 * A change of one deployment.
 *
 * @param before null when it was made
 * @param after as stored; equal to {@code before} when nothing was changed
 */
public record Transition(@Nullable Deployment before, Deployment after) {
    boolean isOfState() {
        return before == null || !before.state().equals(after.state());
    }
}
