package ai.radium.deployment.runtime;

/**
 * What one look at a deployment showed, and what to do about it. First the observation is stored, then the steps are
 * done; so whoever reads what is stored never calls a replica that is on its way out.
 *
 * @param observation a replica that the steps take out of service counts as not ready
 * @param steps do nothing that was done before: to run them twice is harmless
 */
public record Plan(Observation observation, Runnable steps) {
    /** Shows this and does nothing. */
    public static Plan idle(Observation observation) {
        return new Plan(observation, () -> {});
    }

    public void execute() {
        steps.run();
    }
}
