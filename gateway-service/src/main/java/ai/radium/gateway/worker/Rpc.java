package ai.radium.gateway.worker;

/** The worker's methods that are called here. */
public enum Rpc {
    GENERATE("Generate"),
    EMBED("Embed"),
    COUNT_TOKENS("CountTokens");

    private final String method;

    Rpc(String method) {
        this.method = method;
    }

    String path() {
        return "/radium.worker.v1.Worker/" + method;
    }
}
