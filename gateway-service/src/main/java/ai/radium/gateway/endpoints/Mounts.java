package ai.radium.gateway.endpoints;

/** Where an endpoint stands. */
enum Mounts {
    /** At the root alone. */
    ROOT,
    /** Below each of {@link Mount}. */
    API,
    /** Both. */
    EVERYWHERE;

    boolean contains(Mount mount) {
        return this == EVERYWHERE || (this == ROOT) == (mount == Mount.NONE);
    }
}
