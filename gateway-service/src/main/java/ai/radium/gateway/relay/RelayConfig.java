package ai.radium.gateway.relay;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * @param services base address of each service; host and port count
 * @param connectTimeout for a connection to a service
 * @param doubtAfter a reply that takes longer makes the relay ask whether the service lives
 * @param probeTimeout for that question; a service that does not answer it hangs, and requests to it are refused
 * @param replyTimeout from the end of a request to the head of its reply, while the service lives
 * @param idleTimeout between two parts of a reply
 * @param mostConnections to one service, of one event loop
 * @param mostOfAccount of these for requests of one account
 */
public record RelayConfig(
        Map<Service, URI> services,
        Duration connectTimeout,
        Duration doubtAfter,
        Duration probeTimeout,
        Duration replyTimeout,
        Duration idleTimeout,
        int mostConnections,
        int mostOfAccount) {
    public RelayConfig {
        services = Map.copyOf(services);
    }
}
