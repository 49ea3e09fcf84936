package ai.radium.gateway.inference;

import ai.radium.gateway.problem.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Tools as OpenAI's API had them first: {@code functions}, of which an answer calls one at most. Off the common path. */
final class OlderWords {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REASON = "tool_calls";

    private OlderWords() {}

    /** What an engine found fault with under the newer name. */
    static Refusal of(Refusal refusal) {
        String param = refusal.param();
        if (param == null || !param.startsWith("tool")) {
            return refusal;
        }
        String name = param.replaceFirst("^tools(\\[\\d+])\\.function", "functions$1")
                .replaceFirst("^tools", "functions")
                .replaceFirst("^tool_choice(\\.function)?", "function_call");
        String detail = refusal.detail();
        return refusal.at(name).saying(detail.startsWith(param) ? name + detail.substring(param.length()) : detail);
    }

    static String reason(String reason) {
        return reason.equals(REASON) ? "function_call" : reason;
    }

    /**
     * The {@code function_call} that one delta tells; empty when it tells none.
     *
     * @param toolCalls a JSON array of {@code delta.tool_calls}, or of whole calls
     */
    static String call(String toolCalls) {
        try {
            for (JsonNode call : JSON.readTree(toolCalls)) {
                if (call.path("index").asInt() == 0) {
                    return call.path("function").toString();
                }
            }
            return "";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the worker sent what is no JSON", e);
        }
    }
}
