package ai.radium.gateway.relay;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * @param services base address of each service; host and port count
 * @param connectTimeout for a connection to a service
 * @param replyTimeout from the end of a request to the head of its reply
 * @param idleTimeout between two parts of a reply
 */
public record RelayConfig(
        Map<Service, URI> services, Duration connectTimeout, Duration replyTimeout, Duration idleTimeout) {
    public RelayConfig {
        services = Map.copyOf(services);
    }
}
