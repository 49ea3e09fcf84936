package ai.radium.devstack.supervisor;

/**
 * When a part stops: phase after phase, the parts of one phase together. First ends what streams, while all that it and its
 * usage need still runs: the gateway, the workers behind it, and deployment-service, which would start others in their place.
 * Then go the services, and what only they and the gateway used; Kafka and the database outlive whoever uses them.
 */
enum StopPhase {
    STREAMS,
    SERVICES,
    STORES;

    static StopPhase of(String part) {
        return switch (part) {
            case "gateway-service", "deployment-service" -> STREAMS;
            case "kafka", "postgres" -> STORES;
            default -> SERVICES;
        };
    }
}
