package ai.radium.deployment.runtime;

/**
 * One replica.
 *
 * @param address {@code host:port} of its gRPC server
 * @param ready whether it takes calls
 */
public record Replica(String id, String address, int revision, boolean ready) {}
