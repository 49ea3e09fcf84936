package ai.radium.gateway.inference;

/** Hears how an output grows. */
interface OutputEvents {
    /** For an output that is told with the whole. */
    OutputEvents UNHEARD = new OutputEvents() {
        @Override
        public void opened(OutputItem item) {}

        @Override
        public void grew(OutputItem item, int from) {}

        @Override
        public void ended(OutputItem item) {}
    };

    void opened(OutputItem item);

    /** @param from where in the item's text the new part begins */
    void grew(OutputItem item, int from);

    void ended(OutputItem item);
}
