package ai.radium.gateway.relay;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;

/** What a client hears of a service that does not answer as it should; nothing of the inside. */
final class ServiceRefusals {
    private ServiceRefusals() {}

    static Refusal unavailable() {
        return GatewayProblem.SERVICE_UNAVAILABLE.because("Try again in a moment");
    }

    static Refusal broken() {
        return GatewayProblem.BAD_GATEWAY.because("A part behind the gateway failed");
    }

    static Refusal late() {
        return GatewayProblem.TIMEOUT.because("The request took too long");
    }
}
