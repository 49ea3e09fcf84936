package ai.radium.gateway.inference;

import ai.radium.gateway.funds.Reservation;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.routes.Route;

/**
 * One request that was taken: who asks for what of which deployment.
 *
 * @param requestId as the client is told
 * @param arrivedNanos when its head was there, by the loop's ticker
 * @param reservation of what it may cost
 */
record InferenceCall(
        Principal caller,
        Route route,
        Operation operation,
        InferenceRequest request,
        String requestId,
        long arrivedNanos,
        Reservation reservation) {
    String account() {
        return caller.account();
    }

    /** As the client is to read it: the name that it gave, unless that was a deployment's: then its model's. */
    String shownModel() {
        String given = request.model();
        return route.names().contains(given) ? given : model();
    }

    /** The model asked for, whose price counts even where a stand-in answers. */
    String model() {
        return route.model();
    }
}
