package ai.radium.gateway.inference;

import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.problem.Refusal;
import java.util.Locale;

/**
 * How a response ended.
 *
 * @param status completed, incomplete or failed
 * @param error as JSON
 * @param incompleteDetails as JSON
 * @param used what it is billed for
 */
record ResponseEnd(String status, String error, String incompleteDetails, Tokens used) {
    private static final String NONE = "null";

    static ResponseEnd of(Finish finish) {
        Tokens used = new Tokens(finish.promptTokens(), finish.cachedTokens(), finish.completionTokens());
        return switch (finish.reason()) {
            case "length" -> incomplete("max_output_tokens", used);
            case "content_filter" -> incomplete("content_filter", used);
            default -> new ResponseEnd("completed", NONE, NONE, used);
        };
    }

    private static ResponseEnd incomplete(String reason, Tokens used) {
        return new ResponseEnd("incomplete", NONE, "{\"reason\":\"" + reason + "\"}", used);
    }

    static ResponseEnd of(Refusal refusal, Tokens used) {
        return new ResponseEnd(
                "failed",
                "{\"code\":" + JsonText.quoted(code(refusal)) + ",\"message\":" + JsonText.quoted(refusal.detail())
                        + "}",
                NONE,
                used);
    }

    /** A word of OpenAI's for whose fault it is, unless the request is to blame: clients act on the code of an overflow. */
    private static String code(Refusal refusal) {
        return switch (refusal.status()) {
            case 400 -> refusal.code().toLowerCase(Locale.ROOT);
            case 429 -> "rate_limit_exceeded";
            default -> "server_error";
        };
    }

    /** Of the items that were not at their end. */
    String itemStatus() {
        return status.equals("completed") ? status : "incomplete";
    }
}
