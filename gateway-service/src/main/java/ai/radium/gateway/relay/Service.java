package ai.radium.gateway.relay;

/** The services that the gateway relays to; the name is the audience of their tokens. */
public enum Service {
    ACCOUNT("account-service"),
    MODEL("model-service"),
    DEPLOYMENT("deployment-service"),
    BILLING("billing-service"),
    ANALYTICS("analytics-service"),
    FINETUNE("finetune-service");

    private final String serviceName;

    Service(String serviceName) {
        this.serviceName = serviceName;
    }

    public String serviceName() {
        return serviceName;
    }
}
