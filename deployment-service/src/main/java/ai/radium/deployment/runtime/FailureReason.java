package ai.radium.deployment.runtime;

/** Why a deployment does not run; the codes are public and for ever. */
public enum FailureReason {
    SPENDING_LIMIT,
    PAYMENT_METHOD,
    GPU_QUOTA,
    NO_CAPACITY,
    IMAGE,
    MODEL_LOAD,
    CRASH_LOOP
}
