package ai.radium.gateway.routes;

import ai.radium.contracts.Event;
import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.gateway.feed.TopicFeed;
import ai.radium.kit.ids.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the gateway knows of deployments and accounts; written by the feed's thread, read by every loop. */
public final class Routes {
    /** Until the news of a deployment is here. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(3);

    private final Map<String, RoutesChanged> deployments = new HashMap<>();
    private volatile RouteTable table = RouteTable.EMPTY;
    private volatile @Nullable Boolean hasReplicas;
    private volatile Set<String> suspended = Set.of();
    private volatile long changes;

    /** Null when the account knows no such name. */
    public @Nullable Route find(String account, String name) {
        return table.find(account, name);
    }

    /** Whether the name may be the id of a deployment that was made just now and that nothing was heard of yet. */
    public boolean isExpected(String name, Instant now) {
        return !table.has(name)
                && Ids.mintedAt("dep", name)
                        .filter(made -> Duration.between(made, now).abs().compareTo(ON_THE_WAY) < 0)
                        .isPresent();
    }

    /** Whether the account may not spend. */
    public boolean isSuspended(String account) {
        return suspended.contains(account);
    }

    /** Whether a replica of some deployment takes calls; empty where none is to. */
    public Optional<Boolean> hasReplicas() {
        return Optional.ofNullable(hasReplicas);
    }

    /** What the routes must hear from Kafka, for the feed of this process. */
    public Map<Topic, TopicFeed.Listener> listeners() {
        return Map.of(Topic.DEPLOYMENT_ROUTES, this::onRoutes, Topic.BILLING_STANDING, this::onStanding);
    }

    /** Grows with every change. */
    long changes() {
        return changes;
    }

    synchronized RouteSnapshot snapshot() {
        return new RouteSnapshot(deployments.values(), suspended);
    }

    synchronized void restore(RouteSnapshot snapshot) {
        snapshot.routes().forEach(route -> deployments.put(route.deploymentId(), route));
        suspended = Set.copyOf(snapshot.suspended());
        publish();
    }

    private void publish() {
        table = RouteTable.of(deployments.values());
        hasReplicas = deployments.values().stream()
                .filter(deployment -> deployment.status() == DeploymentStatus.ACTIVE)
                .map(deployment -> !deployment.replicas().isEmpty())
                .reduce(Boolean::logicalOr)
                .orElse(null);
    }

    private synchronized void onRoutes(String deploymentId, Optional<Event> event) {
        if (event.isEmpty()) {
            deployments.remove(deploymentId);
        } else if (event.get() instanceof RoutesChanged changed) {
            RoutesChanged known = deployments.get(deploymentId);
            if (known != null && known.version() > changed.version()) {
                return;
            }
            deployments.put(deploymentId, changed);
        }
        publish();
        changes = changes + 1;
    }

    private synchronized void onStanding(String account, Optional<Event> event) {
        if (event.isPresent() && !(event.get() instanceof StandingChanged)) {
            return;
        }
        Set<String> next = new HashSet<>(suspended);
        if (event.isPresent()
                && event.get() instanceof StandingChanged changed
                && changed.standing() == StandingChanged.Standing.SUSPENDED) {
            next.add(account);
        } else {
            next.remove(account);
        }
        suspended = Set.copyOf(next);
        changes = changes + 1;
    }
}
