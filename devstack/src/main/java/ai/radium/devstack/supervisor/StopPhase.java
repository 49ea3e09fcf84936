package ai.radium.devstack.supervisor;

/**
 * When a part stops: phase after phase, the parts of one phase together. The edge ends its streams while everything that
 * they and their usage need still runs. Then go the services, and what the edge alone used; Kafka and the database outlive
 * whoever uses them.
 */
enum StopPhase {
    EDGE,
    SERVICES,
    KAFKA,
    DATABASE;

    static StopPhase of(String part) {
        return switch (part) {
            case "gateway-service" -> EDGE;
            case "kafka" -> KAFKA;
            case "postgres" -> DATABASE;
            default -> SERVICES;
        };
    }
}
