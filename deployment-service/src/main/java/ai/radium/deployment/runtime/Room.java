package ai.radium.deployment.runtime;

/** Whether a place has room for one more replica beside those that run. */
public enum Room {
    ONE_MORE,
    NONE,

    /** The place does not say before it is tried. */
    UNKNOWN
}
