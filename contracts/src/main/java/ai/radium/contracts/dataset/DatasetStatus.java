package ai.radium.contracts.dataset;

/** Whether a dataset can be learnt from. */
public enum DatasetStatus {
    /** Its content is being read, or awaited. */
    PROCESSING,
    READY,
    /** Nothing of it can be learnt. */
    ERROR,
    DELETED
}
