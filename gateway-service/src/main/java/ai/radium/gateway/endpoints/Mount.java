package ai.radium.gateway.endpoints;

/** Where the API begins; every mount serves the same endpoints. */
enum Mount {
    V1("/v1", Shape.BY_CLIENT),
    /** Raghim's. */
    API_V1("/api/v1", Shape.OBJECT),
    /** Radium's. */
    API_DEPLOY("/api/deploy", Shape.STRING),
    /** The root. */
    NONE("", Shape.BY_CLIENT);

    private final String prefix;
    private final Shape shape;

    Mount(String prefix, Shape shape) {
        this.prefix = prefix;
        this.shape = shape;
    }

    String prefix() {
        return prefix;
    }

    /** The mount's own shape; where it has none, the endpoint's. Clients of Anthropic's API read no other than its own. */
    Shape shape(Shape ofEndpoint) {
        return shape == Shape.BY_CLIENT || ofEndpoint == Shape.ANTHROPIC ? ofEndpoint : shape;
    }

    static Mount of(String path) {
        for (Mount mount : values()) {
            if (path.startsWith(mount.prefix)
                    && (path.length() == mount.prefix.length() || path.charAt(mount.prefix.length()) == '/')) {
                return mount;
            }
        }
        return NONE;
    }
}
