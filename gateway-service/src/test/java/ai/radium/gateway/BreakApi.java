package ai.radium.gateway;

/** Which of the APIs a call of the break table speaks. */
enum BreakApi {
    CHAT("/v1/chat/completions") {
        @Override
        String body(String model, boolean streamed, String padding) {
            return "{\"model\":\"" + model + "\",\"stream\":" + streamed + ",\"user\":\"" + padding
                    + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        }
    },
    RESPONSES("/v1/responses") {
        @Override
        String body(String model, boolean streamed, String padding) {
            return "{\"model\":\"" + model + "\",\"stream\":" + streamed + ",\"input\":\"hi" + padding + "\"}";
        }
    };

    private final String path;

    BreakApi(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    /** @param padding that makes the request longer for no reason, and not its reply */
    abstract String body(String model, boolean streamed, String padding);
}
