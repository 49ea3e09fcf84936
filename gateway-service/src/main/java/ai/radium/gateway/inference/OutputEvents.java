package ai.radium.gateway.inference;

/** Hears how a response's output grows. */
interface OutputEvents {
    void opened(OutputItem item);

    /** @param from where in the item's text the new part begins */
    void grew(OutputItem item, int from);

    void ended(OutputItem item);
}
