package ai.radium.gateway.routes;

import ai.radium.contracts.deployment.RoutesChanged;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All routes at one moment. A name is, in this order: the id of a deployment, the name of one of the caller's, a model
 * that is served to everyone, the model of the caller's oldest active deployment. The caller's fine-tuned models are models
 * of the deployments that answer for them, whoever's those are.
 */
final class RouteTable {
    private static final Comparator<Route> ACTIVE_AND_OLD_FIRST = Comparator.comparing(Route::isActive)
            .reversed()
            .thenComparing(route -> route.deployment().createdAt())
            .thenComparing(route -> route.deployment().deploymentId());

    static final RouteTable EMPTY = new RouteTable(Map.of(), Map.of(), Map.of());

    private final Map<String, Route> byId;
    private final Map<String, Map<String, Route>> byAccount;
    private final Map<String, Route> serverless;

    private RouteTable(
            Map<String, Route> byId, Map<String, Map<String, Route>> byAccount, Map<String, Route> serverless) {
        this.byId = byId;
        this.byAccount = byAccount;
        this.serverless = serverless;
    }

    static RouteTable of(Collection<RoutesChanged> deployments) {
        Map<String, Route> byId = new HashMap<>();
        Map<String, Map<String, Route>> byAccount = new HashMap<>();
        Map<String, Route> serverless = new HashMap<>();
        deployments.stream().map(Route::of).sorted(ACTIVE_AND_OLD_FIRST).forEach(route -> {
            RoutesChanged deployment = route.deployment();
            byId.put(deployment.deploymentId(), route);
            Map<String, Route> own = byAccount.computeIfAbsent(deployment.account(), account -> new HashMap<>());
            for (String model : deployment.names()) {
                own.putIfAbsent(model, route);
                if (deployment.serverless()) {
                    serverless.putIfAbsent(model, route);
                }
            }
        });
        deployments.stream()
                .flatMap(Route::besides)
                .sorted(Comparator.comparing(Route.Besides::route, ACTIVE_AND_OLD_FIRST))
                .forEach(besides -> byAccount
                        .computeIfAbsent(besides.account(), account -> new HashMap<>())
                        .merge(
                                besides.route().model(),
                                besides.route(),
                                (known, other) -> known.isActive() || !other.isActive() ? known : other));
        byId.values()
                .forEach(route -> byAccount
                        .computeIfAbsent(route.deployment().account(), account -> new HashMap<>())
                        .put(route.deployment().name(), route));
        return new RouteTable(byId, byAccount, serverless);
    }

    /** Whether there is such a deployment, of whichever account. */
    boolean has(String deploymentId) {
        return byId.containsKey(deploymentId);
    }

    /** Null when the account knows no such name. */
    @Nullable
    Route find(String account, String name) {
        Route exact = byId.get(name);
        if (exact != null) {
            boolean permitted = exact.deployment().serverless()
                    || exact.deployment().account().equals(account);
            return permitted ? exact : null;
        }
        Route shared = serverless.get(name);
        Map<String, Route> own = byAccount.get(account);
        Route mine = own == null ? null : own.get(name);
        if (mine != null && (shared == null || mine.deployment().name().equals(name))) {
            return mine;
        }
        return shared;
    }
}
