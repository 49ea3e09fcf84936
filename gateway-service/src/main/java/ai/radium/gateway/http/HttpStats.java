package ai.radium.gateway.http;

/** What became of one loop's connections; written by it alone in plain memory, read now and then by the metrics. */
public final class HttpStats {
    private final long[] timeouts = new long[Kind.values().length];

    /** What a client was too slow for. */
    public enum Kind {
        HEAD,
        BODY,
        IDLE,
        READER,
        /** A request and its reply altogether. */
        REQUEST,
        /** A connection that has carried all the requests it may. */
        SPENT,
        /** One connection too many. */
        REFUSED
    }

    @SuppressWarnings("EnumOrdinal") // an index of this class' own array
    void timedOut(Kind kind) {
        timeouts[kind.ordinal()]++;
    }

    @SuppressWarnings("EnumOrdinal") // as above
    public long timeouts(Kind kind) {
        return timeouts[kind.ordinal()];
    }
}
