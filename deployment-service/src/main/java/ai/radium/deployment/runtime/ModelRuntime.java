package ai.radium.deployment.runtime;

import java.util.List;
import java.util.function.Consumer;

/**
 * A place where replicas of models run. Every method is level-triggered: safe to call again at any time, also after a
 * crash in the middle of the call before; each call does one step and does not wait for its effect. Calls for one
 * deployment never overlap, but for {@link #room} and {@link #logs}; calls for different ones may.
 */
public interface ModelRuntime extends AutoCloseable {
    /** One look, and one step from what there is to what is desired, not yet done. */
    Plan plan(Placement desired);

    /**
     * One step to nothing: running work is drained first.
     *
     * @return whether nothing of the deployment is left
     */
    boolean remove(String deployment);

    /** Of a deployment that is gone for good and of which nothing runs: what was kept of it, its logs, goes too. */
    void forget(String deployment);

    /** Whether a replica can be replaced by one that comes up beside it. */
    Room room(Placement desired);

    /** What the deployment's replicas wrote, oldest first; the latest lines where there are many. */
    List<LogLine> logs(String deployment);

    /** Whether replicas run on the accelerators that deployments name, or on this machine's CPU whatever they name. */
    boolean hasAccelerators();

    /** From now on tells the id of each deployment of which something changed by itself. */
    void watch(Consumer<String> changed);

    @Override
    void close();
}
