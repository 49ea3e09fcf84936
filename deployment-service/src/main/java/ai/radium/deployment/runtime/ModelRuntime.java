package ai.radium.deployment.runtime;

import java.util.function.Consumer;

/**
 * A place where replicas of models run. Every method is level-triggered: safe to call again at any time, also after a
 * crash in the middle of the call before; each call does one step and does not wait for its effect. Calls for one
 * deployment never overlap; calls for different ones may.
 */
public interface ModelRuntime extends AutoCloseable {
    /** What there is of the deployment. A replica that {@link #converge} is about to stop counts as not ready. */
    Observation observe(Placement desired);

    /** One step from what there is to what is desired. */
    void converge(Placement desired);

    /**
     * One step to nothing: running work is drained first.
     *
     * @return whether nothing of the deployment is left
     */
    boolean remove(String deployment);

    /** Of a deployment that is gone for good and of which nothing runs: what was kept of it, its logs, goes too. */
    void forget(String deployment);

    /** From now on tells the id of each deployment of which something changed by itself. */
    void watch(Consumer<String> changed);

    @Override
    void close();
}
