package ai.radium.gateway.routes;

import ai.radium.contracts.deployment.RoutesChanged;
import java.util.Collection;
import java.util.List;

/** The routes as they are kept on disk: {@code {"routes": […], "suspended": ["acct_…"]}}. */
record RouteSnapshot(List<RoutesChanged> routes, List<String> suspended) {
    RouteSnapshot {
        routes = List.copyOf(routes);
        suspended = List.copyOf(suspended);
    }

    RouteSnapshot(Collection<RoutesChanged> routes, Collection<String> suspended) {
        this(List.copyOf(routes), List.copyOf(suspended));
    }
}
