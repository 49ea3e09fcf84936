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
    CHOICES("/v1/chat/completions") {
        @Override
        String body(String model, boolean streamed, String padding) {
            return "{\"n\":2," + CHAT.body(model, streamed, padding).substring(1);
        }

        @Override
        int choices() {
            return 2;
        }
    },
    PROMPTS("/v1/completions") {
        @Override
        String body(String model, boolean streamed, String padding) {
            return "{\"model\":\"" + model + "\",\"stream\":" + streamed + ",\"user\":\"" + padding
                    + "\",\"prompt\":[\"hi\",\"ho\",\"ha\"]}";
        }

        @Override
        int choices() {
            return 3;
        }
    },
    RESPONSES("/v1/responses") {
        @Override
        String body(String model, boolean streamed, String padding) {
            return "{\"model\":\"" + model + "\",\"stream\":" + streamed + ",\"input\":\"hi" + padding + "\"}";
        }
    },
    MESSAGES("/v1/messages") {
        @Override
        String body(String model, boolean streamed, String padding) {
            return "{\"model\":\"" + model + "\",\"stream\":" + streamed
                    + ",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi" + padding + "\"}]}";
        }

        @Override
        String told(String byCode) {
            String[] words = byCode.split(" ", -1);
            return byCode.replace(words[words.length == 1 ? 0 : 1], typeOf(words[words.length == 1 ? 0 : 1]));
        }

        private String typeOf(String code) {
            return switch (code) {
                case "model_not_ready", "engine_restarting", "overloaded", "service_unavailable" -> "overloaded_error";
                case "context_length_exceeded", "invalid_request", "request_timeout" -> "invalid_request_error";
                case "engine_failed", "bad_gateway" -> "api_error";
                case "timeout" -> "timeout_error";
                case "model_not_found" -> "not_found_error";
                case "invalid_api_key" -> "authentication_error";
                case "rate_limit_exceeded", "concurrency_limit_exceeded" -> "rate_limit_error";
                default -> code;
            };
        }
    };

    private final String path;

    BreakApi(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    /** Generations of one attempt. */
    int choices() {
        return 1;
    }

    /** @param padding that makes the request longer for no reason, and not its reply */
    abstract String body(String model, boolean streamed, String padding);

    /** What a client is told, in the words of this API: not every one tells a code. */
    String told(String byCode) {
        return byCode;
    }
}
