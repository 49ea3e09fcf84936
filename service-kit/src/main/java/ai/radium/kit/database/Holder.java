package ai.radium.kit.database;

/**
 * Whose work a connection is held for.
 *
 * @param account empty but for {@link Kind#ACCOUNT}
 */
record Holder(Kind kind, String account) {
    /** The gateway's own calls, such as the look-ups of keys that everybody waits for. */
    static final Holder GATEWAY = new Holder(Kind.GATEWAY, "");

    /** Consumers and whatever else no request waits for. */
    static final Holder BACKGROUND = new Holder(Kind.BACKGROUND, "");

    enum Kind {
        ACCOUNT,
        GATEWAY,
        BACKGROUND
    }

    static Holder account(String id) {
        return new Holder(Kind.ACCOUNT, id);
    }
}
