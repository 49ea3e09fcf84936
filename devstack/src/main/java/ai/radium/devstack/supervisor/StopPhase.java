package ai.radium.devstack.supervisor;

/**
 * When a part stops: phase after phase, the parts of one phase together. The edge ends its streams while everything that
 * they and their usage need still runs; the backing services outlive whatever uses them.
 */
enum StopPhase {
    EDGE,
    SERVICES,
    BACKING,
    DATABASE;

    static StopPhase of(String part) {
        return switch (part) {
            case "gateway-service" -> EDGE;
            case "kafka", "redis", "keycloak" -> BACKING;
            case "postgres" -> DATABASE;
            default -> SERVICES;
        };
    }
}
