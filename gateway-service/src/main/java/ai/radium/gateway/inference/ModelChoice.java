package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.routes.Route;
import ai.radium.gateway.routes.Routes;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.kit.problem.CommonProblem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which replica answers a caller's request for a model, or why none does. */
sealed interface ModelChoice {
    record Found(Route route, Replica replica) implements ModelChoice {}

    record Refused(Refusal why) implements ModelChoice {}

    /** @param model as the request names it */
    static ModelChoice of(Principal caller, String model, Routes routes, Replicas replicas, GatewayTime time) {
        if (routes.isSuspended(caller.account())) {
            return new Refused(GatewayProblem.ACCOUNT_SUSPENDED.because(CommonProblem.SUSPENDED_CURE));
        }
        Route route = routes.find(caller.account(), model);
        if (!permits(caller, model, route)) {
            return new Refused(GatewayProblem.MODEL_NOT_ALLOWED
                    .because("This API key does not permit the model " + model)
                    .at("model"));
        }
        if (route == null && routes.isExpected(model, time.now())) {
            return new Refused(notReady(model, 1));
        }
        if (route == null) {
            return new Refused(GatewayProblem.MODEL_NOT_FOUND
                    .because("The model `" + model + "` does not exist or has no deployment that you may call")
                    .at("model"));
        }
        Replica replica = replicas.leastLoaded(route);
        return replica == null ? new Refused(notReady(route)) : new Found(route, replica);
    }

    /**
     * A key that is confined names models, by id or alias, and deployments, by id. What the request called it does not
     * count: whoever may rename a deployment gives it any word. A deployment is its own model, not those it answers for besides.
     */
    private static boolean permits(Principal caller, String model, @Nullable Route route) {
        Set<String> allowed = caller.allowedModels();
        if (allowed.isEmpty()) {
            return true;
        }
        if (route == null) {
            return allowed.contains(model);
        }
        return allowed.contains(route.model())
                || route.names().stream().anyMatch(allowed::contains)
                || (!route.isBesides() && allowed.contains(route.deployment().deploymentId()));
    }

    private static Refusal notReady(Route route) {
        RoutesChanged deployment = route.deployment();
        if (route.isBesides()) {
            return GatewayProblem.MODEL_NOT_READY
                    .because("The model " + route.model() + " is being loaded")
                    .retryAfter(2);
        }
        String id = deployment.deploymentId();
        return switch (deployment.status()) {
            case STOPPED -> GatewayProblem.DEPLOYMENT_STOPPED.because("The deployment " + id + " is stopped");
            case FAILED ->
                GatewayProblem.MODEL_NOT_READY
                        .because("The deployment " + id + " has failed: " + deployment.reason())
                        .retryAfter(30);
            default -> notReady(id, 2);
        };
    }

    private static Refusal notReady(String deploymentId, int retryAfterSeconds) {
        return GatewayProblem.MODEL_NOT_READY
                .because("The deployment " + deploymentId + " is not ready yet")
                .retryAfter(retryAfterSeconds);
    }
}
